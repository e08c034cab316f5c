#!/bin/sh
# carbonwall 0.1.0: changes security groups of a VPC from one policy to the next.
# From 'next.yaml'
#
# What is allowed in addition is added in all groups before anything is taken away in any, so that nothing that stays
# allowed is refused in between. Where a run was interrupted, the next one goes on: what is done already is no error.
#
#     sh SCRIPT VPC-ID
#
# Exit codes: 0 done; 1 a call failed: run it again; 2 a group has to be attached to machines, or detached, as it
# says, before it is run again; 64 wrong usage.
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

# Makes awscli's call $1 for the group $2 with the permissions from standard input, one a line: all at once, or one by one
# where AWS finds that some of them are done already. What names a group that is gone has gone with it.
permit() {
    lines=$(with_ids | sed '/"GroupId": ""/d')
    [ -n "$lines" ] || return 0
    call "$1" "$2" "$(printf '%s\n' "$lines" | paste -s -d , -)" && return
    [ -n "$known" ] || return 1
    printf '%s\n' "$lines" | while IFS= read -r line; do
        call "$1" "$2" "$line" || [ -n "$known" ] || exit 1
    done
}

# Makes the call $1 for the group $2 with the permissions $3. `known` says whether one was there, or gone, before.
call() {
    known=
    errors=$(printf '[%s]' "$3" | aws ec2 "$1" --group-id "$2" --ip-permissions file:///dev/stdin 2>&1 >/dev/null) &&
        return
    case $errors in
    *InvalidPermission.Duplicate* | *InvalidPermission.NotFound*) known=yes ;;
    *) printf '%s\n' "$errors" >&2 ;;
    esac
    return 1
}

id_1=$(group_id 'carbonwall-cp')
[ -n "$id_1" ] || { echo "$vpc has no group carbonwall-cp" >&2; exit 1; }

id_2=$(group_id 'carbonwall-gw')
[ -n "$id_2" ] || { echo "$vpc has no group carbonwall-gw" >&2; exit 1; }

permit authorize-security-group-ingress "$id_1" <<'END'
{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "10.8.0.0/24", "Description": "way in for administrators"}]}
{"IpProtocol": "tcp", "FromPort": 9443, "ToPort": 9443, "IpRanges": [{"CidrIp": "10.8.0.0/24", "Description": "apim servlet-https 9443 (admins, components)"}]}
{"IpProtocol": "tcp", "FromPort": 9763, "ToPort": 9763, "IpRanges": [{"CidrIp": "10.8.0.0/24", "Description": "apim servlet-http 9763 (admins)"}]}
END

permit authorize-security-group-egress "$id_1" <<'END'
{"IpProtocol": "tcp", "FromPort": 9444, "ToPort": 9444, "UserIdGroupPairs": [{"GroupId": "@2@", "Description": "apim servlet-https 9443+1: HTTPS servlet transport: portals, admin console, management and OAuth APIs (gw)"}]}
END

permit authorize-security-group-ingress "$id_2" <<'END'
{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "10.8.0.0/24", "Description": "way in for administrators"}]}
{"IpProtocol": "tcp", "FromPort": 8022, "ToPort": 8022, "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "apim webhook-https 8021+1 (clients)"}]}
{"IpProtocol": "tcp", "FromPort": 8022, "ToPort": 8022, "Ipv6Ranges": [{"CidrIpv6": "::/0", "Description": "apim webhook-https 8021+1 (clients)"}]}
{"IpProtocol": "tcp", "FromPort": 8100, "ToPort": 8100, "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "apim wss 8099+1 (clients)"}]}
{"IpProtocol": "tcp", "FromPort": 8100, "ToPort": 8100, "Ipv6Ranges": [{"CidrIpv6": "::/0", "Description": "apim wss 8099+1 (clients)"}]}
{"IpProtocol": "tcp", "FromPort": 8244, "ToPort": 8244, "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "apim passthrough-https 8243+1 (clients)"}]}
{"IpProtocol": "tcp", "FromPort": 8244, "ToPort": 8244, "Ipv6Ranges": [{"CidrIpv6": "::/0", "Description": "apim passthrough-https 8243+1 (clients)"}]}
{"IpProtocol": "tcp", "FromPort": 8281, "ToPort": 8281, "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "apim passthrough-http 8280+1 (clients)"}]}
{"IpProtocol": "tcp", "FromPort": 8281, "ToPort": 8281, "Ipv6Ranges": [{"CidrIpv6": "::/0", "Description": "apim passthrough-http 8280+1 (clients)"}]}
{"IpProtocol": "tcp", "FromPort": 9022, "ToPort": 9022, "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "apim webhook-http 9021+1 (clients)"}]}
{"IpProtocol": "tcp", "FromPort": 9022, "ToPort": 9022, "Ipv6Ranges": [{"CidrIpv6": "::/0", "Description": "apim webhook-http 9021+1 (clients)"}]}
{"IpProtocol": "tcp", "FromPort": 9100, "ToPort": 9100, "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "apim ws 9099+1 (clients)"}]}
{"IpProtocol": "tcp", "FromPort": 9100, "ToPort": 9100, "Ipv6Ranges": [{"CidrIpv6": "::/0", "Description": "apim ws 9099+1 (clients)"}]}
{"IpProtocol": "tcp", "FromPort": 9444, "ToPort": 9444, "IpRanges": [{"CidrIp": "10.8.0.0/24", "Description": "apim servlet-https 9443+1 (admins, components)"}]}
{"IpProtocol": "tcp", "FromPort": 9444, "ToPort": 9444, "UserIdGroupPairs": [{"GroupId": "@1@", "Description": "apim servlet-https 9443+1 (admins, components)"}]}
{"IpProtocol": "tcp", "FromPort": 9764, "ToPort": 9764, "IpRanges": [{"CidrIp": "10.8.0.0/24", "Description": "apim servlet-http 9763+1 (admins)"}]}
{"IpProtocol": "tcp", "FromPort": 10000, "ToPort": 10000, "IpRanges": [{"CidrIp": "10.9.1.10/32", "Description": "apim rmi-registry 9999+1 (monitoring)"}]}
{"IpProtocol": "tcp", "FromPort": 11112, "ToPort": 11112, "IpRanges": [{"CidrIp": "10.9.1.10/32", "Description": "apim rmi-server 11111+1 (monitoring)"}]}
END

permit revoke-security-group-ingress "$id_1" <<'END'
{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "10.9.0.0/24", "Description": "way in for administrators"}]}
{"IpProtocol": "tcp", "FromPort": 9443, "ToPort": 9443, "IpRanges": [{"CidrIp": "10.9.0.0/24", "Description": "apim servlet-https 9443 (admins, components)"}]}
{"IpProtocol": "tcp", "FromPort": 9763, "ToPort": 9763, "IpRanges": [{"CidrIp": "10.9.0.0/24", "Description": "apim servlet-http 9763 (admins)"}]}
END

permit revoke-security-group-egress "$id_1" <<'END'
{"IpProtocol": "tcp", "FromPort": 9443, "ToPort": 9443, "UserIdGroupPairs": [{"GroupId": "@2@", "Description": "apim servlet-https 9443: HTTPS servlet transport: portals, admin console, management and OAuth APIs (cp); apim servlet-https 9443: HTTPS servlet transport: portals, admin console, management and OAuth APIs (gw)"}]}
END

permit revoke-security-group-ingress "$id_2" <<'END'
{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "10.9.0.0/24", "Description": "way in for administrators"}]}
{"IpProtocol": "tcp", "FromPort": 8021, "ToPort": 8021, "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "apim webhook-https 8021 (clients)"}]}
{"IpProtocol": "tcp", "FromPort": 8021, "ToPort": 8021, "Ipv6Ranges": [{"CidrIpv6": "::/0", "Description": "apim webhook-https 8021 (clients)"}]}
{"IpProtocol": "tcp", "FromPort": 8099, "ToPort": 8099, "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "apim wss 8099 (clients)"}]}
{"IpProtocol": "tcp", "FromPort": 8099, "ToPort": 8099, "Ipv6Ranges": [{"CidrIpv6": "::/0", "Description": "apim wss 8099 (clients)"}]}
{"IpProtocol": "tcp", "FromPort": 8243, "ToPort": 8243, "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "apim passthrough-https 8243 (clients)"}]}
{"IpProtocol": "tcp", "FromPort": 8243, "ToPort": 8243, "Ipv6Ranges": [{"CidrIpv6": "::/0", "Description": "apim passthrough-https 8243 (clients)"}]}
{"IpProtocol": "tcp", "FromPort": 8280, "ToPort": 8280, "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "apim passthrough-http 8280 (clients)"}]}
{"IpProtocol": "tcp", "FromPort": 8280, "ToPort": 8280, "Ipv6Ranges": [{"CidrIpv6": "::/0", "Description": "apim passthrough-http 8280 (clients)"}]}
{"IpProtocol": "tcp", "FromPort": 9021, "ToPort": 9021, "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "apim webhook-http 9021 (clients)"}]}
{"IpProtocol": "tcp", "FromPort": 9021, "ToPort": 9021, "Ipv6Ranges": [{"CidrIpv6": "::/0", "Description": "apim webhook-http 9021 (clients)"}]}
{"IpProtocol": "tcp", "FromPort": 9099, "ToPort": 9099, "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "apim ws 9099 (clients)"}]}
{"IpProtocol": "tcp", "FromPort": 9099, "ToPort": 9099, "Ipv6Ranges": [{"CidrIpv6": "::/0", "Description": "apim ws 9099 (clients)"}]}
{"IpProtocol": "tcp", "FromPort": 9443, "ToPort": 9443, "IpRanges": [{"CidrIp": "10.9.0.0/24", "Description": "apim servlet-https 9443 (admins, components)"}]}
{"IpProtocol": "tcp", "FromPort": 9443, "ToPort": 9443, "UserIdGroupPairs": [{"GroupId": "@1@", "Description": "apim servlet-https 9443 (admins, components)"}]}
{"IpProtocol": "tcp", "FromPort": 9763, "ToPort": 9763, "IpRanges": [{"CidrIp": "10.9.0.0/24", "Description": "apim servlet-http 9763 (admins)"}]}
{"IpProtocol": "tcp", "FromPort": 9999, "ToPort": 9999, "IpRanges": [{"CidrIp": "10.9.1.10/32", "Description": "apim rmi-registry 9999 (monitoring)"}]}
{"IpProtocol": "tcp", "FromPort": 11111, "ToPort": 11111, "IpRanges": [{"CidrIp": "10.9.1.10/32", "Description": "apim rmi-server 11111 (monitoring)"}]}
END

permit update-security-group-rule-descriptions-egress "$id_1" <<'END'
{"IpProtocol": "tcp", "FromPort": 9443, "ToPort": 9443, "UserIdGroupPairs": [{"GroupId": "@1@", "Description": "apim servlet-https 9443: HTTPS servlet transport: portals, admin console, management and OAuth APIs (cp)"}]}
END
