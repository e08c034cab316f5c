#!/bin/sh
# carbonwall 0.1.0: makes 2 security groups in a VPC.
# From 'policy.yaml'
#
# A group that is there with exactly these rules is left alone. One with other rules is left alone, too, and
# reported: carbonwall emit aws --diff OLD --format script writes the calls that change it.
#
#     sh SCRIPT VPC-ID
#
# Exit codes: 0 every group is there; 1 a call failed, nothing is left behind; 2 a group has other rules; 64 wrong usage.
set -eu
LC_ALL=C AWS_PAGER=
export LC_ALL AWS_PAGER

vpc=${1-}
case ${vpc#vpc-} in
"$vpc" | '' | *[!0-9a-f]*)
    echo "usage: sh $0 VPC-ID" >&2
    exit 64
    ;;
esac

# awscli, whose exit codes say more than those of this script.
aws() {
    command aws "$@" || return 1
}

# The permissions or rules from standard input, with the groups' identifiers where their numbers stand.
with_ids() {
    sed -e "s/\"GroupId\": \"@1@\"/\"GroupId\": \"$id_1\"/" -e "s/@1@\$/$id_1/" \
        -e "s/\"GroupId\": \"@2@\"/\"GroupId\": \"$id_2\"/" -e "s/@2@\$/$id_2/"
}

# The identifier of the group named $1; nothing where the VPC has none.
group_id() {
    aws ec2 describe-security-groups --filters "Name=vpc-id,Values=$vpc" "Name=group-name,Values=$1" \
        --query 'SecurityGroups[].GroupId' --output text
}

# Makes the group named $1, described as $2, and writes its identifier.
create() {
    new=$(aws ec2 create-security-group --vpc-id "$vpc" --group-name "$1" --description "$2" \
        --query GroupId --output text)
    aws ec2 wait security-group-exists --group-ids "$new"
    echo "$new"
}

# Takes the rules away from the new group $1 that AWS has put there: everything may go out.
close() {
    open=$(aws ec2 describe-security-groups --group-ids "$1" \
        --query 'SecurityGroups[0].IpPermissionsEgress' --output json)
    [ "$open" = '[]' ] || aws ec2 revoke-security-group-egress --group-id "$1" --ip-permissions "$open" >/dev/null
}

# Adds the permissions from standard input to the $1 (ingress, egress) of the group $2.
authorize() {
    with_ids | aws ec2 "authorize-security-group-$1" --group-id "$2" --ip-permissions file:///dev/stdin >/dev/null
}

# The rules of the group $1, one a line: outbound or not, protocol, ports, the other side.
rules() {
    aws ec2 describe-security-group-rules --filters "Name=group-id,Values=$1" --output text --query \
        'SecurityGroupRules[].[IsEgress, IpProtocol, FromPort, ToPort, CidrIpv4 || CidrIpv6 || ReferencedGroupInfo.GroupId]' |
        sort
}

# Compares the rules of the group $1 named $2 with those from standard input.
compare() {
    want=$(with_ids | sort)
    have=$(rules "$1")
    if [ "$have" = "$want" ]; then
        echo "$1 $2: unchanged"
        return
    fi
    status=2
    echo "$1 $2 has other rules (+ is missing there, - is too much):" >&2
    printf '%s\n' "$want" | grep -Fxve "$have" | sed 's/^/+ /' >&2 || :
    printf '%s\n' "$have" | grep -Fxve "$want" | sed 's/^/- /' >&2 || :
}

# Removes the groups given; their rules first, since a group that another one names can't go.
delete() {
    for group; do
        for direction in ingress egress; do
            outbound=IsEgress
            [ "$direction" = egress ] || outbound='!IsEgress'
            ids=$(aws ec2 describe-security-group-rules --filters "Name=group-id,Values=$group" \
                --query "SecurityGroupRules[?$outbound].SecurityGroupRuleId" --output text)
            # shellcheck disable=SC2086 # one word an identifier
            [ -z "$ids" ] || aws ec2 "revoke-security-group-$direction" --group-id "$group" \
                --security-group-rule-ids $ids >/dev/null
        done
    done
    for group; do
        aws ec2 delete-security-group --group-id "$group" >/dev/null
    done
}

# Leaves nothing half done behind where the script doesn't come to its end.
made=
undo() {
    status=$?
    # shellcheck disable=SC2086 # one word an identifier
    [ "$status" = 0 ] || [ -z "$made" ] || delete $made
}
trap undo EXIT
trap 'exit 1' HUP INT TERM

found_1=$(group_id 'carbonwall-cp')
id_1=$found_1
if [ -z "$found_1" ]; then
    id_1=$(create 'carbonwall-cp' 'by carbonwall, for its policy carbonwall-cp')
    made="$made $id_1"
fi

found_2=$(group_id 'carbonwall-gw')
id_2=$found_2
if [ -z "$found_2" ]; then
    id_2=$(create 'carbonwall-gw' 'by carbonwall, for its policy carbonwall-gw')
    made="$made $id_2"
fi

if [ -z "$found_1" ]; then
close "$id_1"
authorize ingress "$id_1" <<'END'
[
  {
    "IpProtocol": "tcp",
    "FromPort": 22,
    "ToPort": 22,
    "IpRanges": [
      {"CidrIp": "10.9.0.0/24", "Description": "way in for administrators"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 4000,
    "ToPort": 4000,
    "UserIdGroupPairs": [
      {"GroupId": "@1@", "Description": "apim hazelcast 4000 (cluster)"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 5672,
    "ToPort": 5672,
    "UserIdGroupPairs": [
      {"GroupId": "@1@", "Description": "apim amqp 5672 (components)"},
      {"GroupId": "@2@", "Description": "apim amqp 5672 (components)"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 9443,
    "ToPort": 9443,
    "IpRanges": [
      {"CidrIp": "10.9.0.0/24", "Description": "apim servlet-https 9443 (admins, components)"}
    ],
    "UserIdGroupPairs": [
      {"GroupId": "@1@", "Description": "apim servlet-https 9443 (admins, components)"},
      {"GroupId": "@2@", "Description": "apim servlet-https 9443 (admins, components)"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 9611,
    "ToPort": 9611,
    "UserIdGroupPairs": [
      {"GroupId": "@1@", "Description": "apim binary-tcp 9611 (components)"},
      {"GroupId": "@2@", "Description": "apim binary-tcp 9611 (components)"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 9711,
    "ToPort": 9711,
    "UserIdGroupPairs": [
      {"GroupId": "@1@", "Description": "apim binary-ssl 9711 (components)"},
      {"GroupId": "@2@", "Description": "apim binary-ssl 9711 (components)"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 9763,
    "ToPort": 9763,
    "IpRanges": [
      {"CidrIp": "10.9.0.0/24", "Description": "apim servlet-http 9763 (admins)"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 9999,
    "ToPort": 9999,
    "IpRanges": [
      {"CidrIp": "10.9.1.10/32", "Description": "apim rmi-registry 9999 (monitoring)"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 11111,
    "ToPort": 11111,
    "IpRanges": [
      {"CidrIp": "10.9.1.10/32", "Description": "apim rmi-server 11111 (monitoring)"}
    ]
  }
]
END
authorize egress "$id_1" <<'END'
[
  {
    "IpProtocol": "tcp",
    "FromPort": 53,
    "ToPort": 53,
    "IpRanges": [
      {"CidrIp": "0.0.0.0/0", "Description": "names, time and addresses of the host itself"}
    ],
    "Ipv6Ranges": [
      {"CidrIpv6": "::/0", "Description": "names, time and addresses of the host itself"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 4000,
    "ToPort": 4000,
    "UserIdGroupPairs": [
      {"GroupId": "@1@", "Description": "apim hazelcast 4000: Cluster members talk to each other (cp)"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 5432,
    "ToPort": 5432,
    "IpRanges": [
      {"CidrIp": "10.0.9.5/32", "Description": "link database (link-database)"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 5672,
    "ToPort": 5672,
    "UserIdGroupPairs": [
      {"GroupId": "@1@", "Description": "apim amqp 5672: Internal message broker: throttling decisions, revoked tokens, API deployments (cp)"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 9443,
    "ToPort": 9443,
    "UserIdGroupPairs": [
      {
        "GroupId": "@1@",
        "Description": "apim servlet-https 9443: HTTPS servlet transport: portals, admin console, management and OAuth APIs (cp); apim servlet-https 9443: HTTPS servlet transport: portals, admin console, management and OAuth APIs (gw)"
      },
      {
        "GroupId": "@2@",
        "Description": "apim servlet-https 9443: HTTPS servlet transport: portals, admin console, management and OAuth APIs (cp); apim servlet-https 9443: HTTPS servlet transport: portals, admin console, management and OAuth APIs (gw)"
      }
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 9611,
    "ToPort": 9611,
    "UserIdGroupPairs": [
      {"GroupId": "@1@", "Description": "apim binary-tcp 9611: Receives throttling events from gateways (cp)"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 9711,
    "ToPort": 9711,
    "UserIdGroupPairs": [
      {"GroupId": "@1@", "Description": "apim binary-ssl 9711: Logs in and receives throttling events over TLS (cp)"}
    ]
  },
  {
    "IpProtocol": "udp",
    "FromPort": 53,
    "ToPort": 53,
    "IpRanges": [
      {"CidrIp": "0.0.0.0/0", "Description": "names, time and addresses of the host itself"}
    ],
    "Ipv6Ranges": [
      {"CidrIpv6": "::/0", "Description": "names, time and addresses of the host itself"}
    ]
  },
  {
    "IpProtocol": "udp",
    "FromPort": 67,
    "ToPort": 67,
    "IpRanges": [
      {"CidrIp": "0.0.0.0/0", "Description": "names, time and addresses of the host itself"}
    ],
    "Ipv6Ranges": [
      {"CidrIpv6": "::/0", "Description": "names, time and addresses of the host itself"}
    ]
  },
  {
    "IpProtocol": "udp",
    "FromPort": 123,
    "ToPort": 123,
    "IpRanges": [
      {"CidrIp": "0.0.0.0/0", "Description": "names, time and addresses of the host itself"}
    ],
    "Ipv6Ranges": [
      {"CidrIpv6": "::/0", "Description": "names, time and addresses of the host itself"}
    ]
  },
  {
    "IpProtocol": "udp",
    "FromPort": 547,
    "ToPort": 547,
    "IpRanges": [
      {"CidrIp": "0.0.0.0/0", "Description": "names, time and addresses of the host itself"}
    ],
    "Ipv6Ranges": [
      {"CidrIpv6": "::/0", "Description": "names, time and addresses of the host itself"}
    ]
  }
]
END
echo "$id_1 carbonwall-cp: made"
fi

if [ -z "$found_2" ]; then
close "$id_2"
authorize ingress "$id_2" <<'END'
[
  {
    "IpProtocol": "tcp",
    "FromPort": 22,
    "ToPort": 22,
    "IpRanges": [
      {"CidrIp": "10.9.0.0/24", "Description": "way in for administrators"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 8021,
    "ToPort": 8021,
    "IpRanges": [
      {"CidrIp": "0.0.0.0/0", "Description": "apim webhook-https 8021 (clients)"}
    ],
    "Ipv6Ranges": [
      {"CidrIpv6": "::/0", "Description": "apim webhook-https 8021 (clients)"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 8099,
    "ToPort": 8099,
    "IpRanges": [
      {"CidrIp": "0.0.0.0/0", "Description": "apim wss 8099 (clients)"}
    ],
    "Ipv6Ranges": [
      {"CidrIpv6": "::/0", "Description": "apim wss 8099 (clients)"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 8243,
    "ToPort": 8243,
    "IpRanges": [
      {"CidrIp": "0.0.0.0/0", "Description": "apim passthrough-https 8243 (clients)"}
    ],
    "Ipv6Ranges": [
      {"CidrIpv6": "::/0", "Description": "apim passthrough-https 8243 (clients)"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 8280,
    "ToPort": 8280,
    "IpRanges": [
      {"CidrIp": "0.0.0.0/0", "Description": "apim passthrough-http 8280 (clients)"}
    ],
    "Ipv6Ranges": [
      {"CidrIpv6": "::/0", "Description": "apim passthrough-http 8280 (clients)"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 9021,
    "ToPort": 9021,
    "IpRanges": [
      {"CidrIp": "0.0.0.0/0", "Description": "apim webhook-http 9021 (clients)"}
    ],
    "Ipv6Ranges": [
      {"CidrIpv6": "::/0", "Description": "apim webhook-http 9021 (clients)"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 9099,
    "ToPort": 9099,
    "IpRanges": [
      {"CidrIp": "0.0.0.0/0", "Description": "apim ws 9099 (clients)"}
    ],
    "Ipv6Ranges": [
      {"CidrIpv6": "::/0", "Description": "apim ws 9099 (clients)"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 9443,
    "ToPort": 9443,
    "IpRanges": [
      {"CidrIp": "10.9.0.0/24", "Description": "apim servlet-https 9443 (admins, components)"}
    ],
    "UserIdGroupPairs": [
      {"GroupId": "@1@", "Description": "apim servlet-https 9443 (admins, components)"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 9763,
    "ToPort": 9763,
    "IpRanges": [
      {"CidrIp": "10.9.0.0/24", "Description": "apim servlet-http 9763 (admins)"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 9999,
    "ToPort": 9999,
    "IpRanges": [
      {"CidrIp": "10.9.1.10/32", "Description": "apim rmi-registry 9999 (monitoring)"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 11111,
    "ToPort": 11111,
    "IpRanges": [
      {"CidrIp": "10.9.1.10/32", "Description": "apim rmi-server 11111 (monitoring)"}
    ]
  }
]
END
authorize egress "$id_2" <<'END'
[
  {
    "IpProtocol": "tcp",
    "FromPort": 53,
    "ToPort": 53,
    "IpRanges": [
      {"CidrIp": "0.0.0.0/0", "Description": "names, time and addresses of the host itself"}
    ],
    "Ipv6Ranges": [
      {"CidrIpv6": "::/0", "Description": "names, time and addresses of the host itself"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 5432,
    "ToPort": 5432,
    "IpRanges": [
      {"CidrIp": "10.0.9.5/32", "Description": "link database (link-database)"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 5672,
    "ToPort": 5672,
    "UserIdGroupPairs": [
      {"GroupId": "@1@", "Description": "apim amqp 5672: Internal message broker: throttling decisions, revoked tokens, API deployments (cp)"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 9443,
    "ToPort": 9443,
    "UserIdGroupPairs": [
      {"GroupId": "@1@", "Description": "apim servlet-https 9443: HTTPS servlet transport: portals, admin console, management and OAuth APIs (cp)"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 9611,
    "ToPort": 9611,
    "UserIdGroupPairs": [
      {"GroupId": "@1@", "Description": "apim binary-tcp 9611: Receives throttling events from gateways (cp)"}
    ]
  },
  {
    "IpProtocol": "tcp",
    "FromPort": 9711,
    "ToPort": 9711,
    "UserIdGroupPairs": [
      {"GroupId": "@1@", "Description": "apim binary-ssl 9711: Logs in and receives throttling events over TLS (cp)"}
    ]
  },
  {
    "IpProtocol": "udp",
    "FromPort": 53,
    "ToPort": 53,
    "IpRanges": [
      {"CidrIp": "0.0.0.0/0", "Description": "names, time and addresses of the host itself"}
    ],
    "Ipv6Ranges": [
      {"CidrIpv6": "::/0", "Description": "names, time and addresses of the host itself"}
    ]
  },
  {
    "IpProtocol": "udp",
    "FromPort": 67,
    "ToPort": 67,
    "IpRanges": [
      {"CidrIp": "0.0.0.0/0", "Description": "names, time and addresses of the host itself"}
    ],
    "Ipv6Ranges": [
      {"CidrIpv6": "::/0", "Description": "names, time and addresses of the host itself"}
    ]
  },
  {
    "IpProtocol": "udp",
    "FromPort": 123,
    "ToPort": 123,
    "IpRanges": [
      {"CidrIp": "0.0.0.0/0", "Description": "names, time and addresses of the host itself"}
    ],
    "Ipv6Ranges": [
      {"CidrIpv6": "::/0", "Description": "names, time and addresses of the host itself"}
    ]
  },
  {
    "IpProtocol": "udp",
    "FromPort": 547,
    "ToPort": 547,
    "IpRanges": [
      {"CidrIp": "0.0.0.0/0", "Description": "names, time and addresses of the host itself"}
    ],
    "Ipv6Ranges": [
      {"CidrIpv6": "::/0", "Description": "names, time and addresses of the host itself"}
    ]
  }
]
END
echo "$id_2 carbonwall-gw: made"
fi

made=
status=0

if [ -n "$found_1" ]; then
compare "$id_1" 'carbonwall-cp' <<'END'
False	tcp	22	22	10.9.0.0/24
False	tcp	4000	4000	@1@
False	tcp	5672	5672	@1@
False	tcp	5672	5672	@2@
False	tcp	9443	9443	10.9.0.0/24
False	tcp	9443	9443	@1@
False	tcp	9443	9443	@2@
False	tcp	9611	9611	@1@
False	tcp	9611	9611	@2@
False	tcp	9711	9711	@1@
False	tcp	9711	9711	@2@
False	tcp	9763	9763	10.9.0.0/24
False	tcp	9999	9999	10.9.1.10/32
False	tcp	11111	11111	10.9.1.10/32
True	tcp	53	53	0.0.0.0/0
True	tcp	53	53	::/0
True	tcp	4000	4000	@1@
True	tcp	5432	5432	10.0.9.5/32
True	tcp	5672	5672	@1@
True	tcp	9443	9443	@1@
True	tcp	9443	9443	@2@
True	tcp	9611	9611	@1@
True	tcp	9711	9711	@1@
True	udp	53	53	0.0.0.0/0
True	udp	53	53	::/0
True	udp	67	67	0.0.0.0/0
True	udp	67	67	::/0
True	udp	123	123	0.0.0.0/0
True	udp	123	123	::/0
True	udp	547	547	0.0.0.0/0
True	udp	547	547	::/0
END
fi

if [ -n "$found_2" ]; then
compare "$id_2" 'carbonwall-gw' <<'END'
False	tcp	22	22	10.9.0.0/24
False	tcp	8021	8021	0.0.0.0/0
False	tcp	8021	8021	::/0
False	tcp	8099	8099	0.0.0.0/0
False	tcp	8099	8099	::/0
False	tcp	8243	8243	0.0.0.0/0
False	tcp	8243	8243	::/0
False	tcp	8280	8280	0.0.0.0/0
False	tcp	8280	8280	::/0
False	tcp	9021	9021	0.0.0.0/0
False	tcp	9021	9021	::/0
False	tcp	9099	9099	0.0.0.0/0
False	tcp	9099	9099	::/0
False	tcp	9443	9443	10.9.0.0/24
False	tcp	9443	9443	@1@
False	tcp	9763	9763	10.9.0.0/24
False	tcp	9999	9999	10.9.1.10/32
False	tcp	11111	11111	10.9.1.10/32
True	tcp	53	53	0.0.0.0/0
True	tcp	53	53	::/0
True	tcp	5432	5432	10.0.9.5/32
True	tcp	5672	5672	@1@
True	tcp	9443	9443	@1@
True	tcp	9611	9611	@1@
True	tcp	9711	9711	@1@
True	udp	53	53	0.0.0.0/0
True	udp	53	53	::/0
True	udp	67	67	0.0.0.0/0
True	udp	67	67	::/0
True	udp	123	123	0.0.0.0/0
True	udp	123	123	::/0
True	udp	547	547	0.0.0.0/0
True	udp	547	547	::/0
END
fi

[ "$status" = 0 ] || exit "$status"
