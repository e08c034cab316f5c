extension AWSScript {
    /// A function of the scripts, in shell; what it is for stands in front of it.
    struct Function {
        let text: String
    }
}

extension AWSScript.Function {
    static let groupID = Self(
        text: #"""
            # The identifier of the group named $1; nothing where the VPC has none.
            group_id() {
                aws ec2 describe-security-groups --filters "Name=vpc-id,Values=$vpc" "Name=group-name,Values=$1" \
                    --query 'SecurityGroups[].GroupId' --output text
            }
            """#
    )

    static let create = Self(
        text: #"""
            # Makes the group named $1, described as $2, and writes its identifier.
            create() {
                new=$(aws ec2 create-security-group --vpc-id "$vpc" --group-name "$1" --description "$2" \
                    --query GroupId --output text)
                aws ec2 wait security-group-exists --group-ids "$new"
                echo "$new"
            }
            """#
    )

    static let close = Self(
        text: #"""
            # Takes the rules away from the new group $1 that AWS has put there: everything may go out.
            close() {
                open=$(aws ec2 describe-security-groups --group-ids "$1" \
                    --query 'SecurityGroups[0].IpPermissionsEgress' --output json)
                [ "$open" = '[]' ] || aws ec2 revoke-security-group-egress --group-id "$1" --ip-permissions "$open" >/dev/null
            }
            """#
    )

    static let authorize = Self(
        text: #"""
            # Adds the permissions from standard input to the $1 (ingress, egress) of the group $2.
            authorize() {
                with_ids | aws ec2 "authorize-security-group-$1" --group-id "$2" --ip-permissions file:///dev/stdin >/dev/null
            }
            """#
    )

    static let permit = Self(
        text: #"""
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
            """#
    )

    /// Sets `status` to 2 if machines lack a group.
    static let attached = Self(
        text: #"""
            # Says which machines have the group $1 and lack the group $2 named $3.
            attached() {
                lacking=$(aws ec2 describe-network-interfaces --filters "Name=group-id,Values=$1" --output text \
                    --query "NetworkInterfaces[?!contains(Groups[].GroupId, '$2')].NetworkInterfaceId")
                [ -n "$lacking" ] || return 0
                # shellcheck disable=SC2086 # one word a machine
                echo "attach $2 ($3) to" $lacking "beside $1, and run this again: so far nothing was taken away" >&2
                status=2
            }
            """#
    )

    /// Sets `status` to 2 if machines have a group that goes.
    static let detached = Self(
        text: #"""
            # Says which machines have the group $1 named $2, which may be gone already.
            detached() {
                [ -n "$1" ] || return 0
                having=$(aws ec2 describe-network-interfaces --filters "Name=group-id,Values=$1" --output text \
                    --query 'NetworkInterfaces[].NetworkInterfaceId')
                [ -n "$having" ] || return 0
                # shellcheck disable=SC2086 # one word a machine
                echo "detach $1 ($2) from" $having "and run this again: a group that machines have isn't deleted" >&2
                status=2
            }
            """#
    )

    static let rules = Self(
        text: #"""
            # The rules of the group $1, one a line: outbound or not, protocol, ports, the other side.
            rules() {
                aws ec2 describe-security-group-rules --filters "Name=group-id,Values=$1" --output text --query \
                    'SecurityGroupRules[].[IsEgress, IpProtocol, FromPort, ToPort, CidrIpv4 || CidrIpv6 || ReferencedGroupInfo.GroupId]' |
                    sort
            }
            """#
    )

    static let delete = Self(
        text: #"""
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
            """#
    )

    /// Removes the groups in `made` again.
    static let undo = Self(
        text: #"""
            # Leaves nothing half done behind where the script doesn't come to its end.
            made=
            undo() {
                status=$?
                # shellcheck disable=SC2086 # one word an identifier
                [ "$status" = 0 ] || [ -z "$made" ] || delete $made
            }
            trap undo EXIT
            trap 'exit 1' HUP INT TERM
            """#
    )

    /// Sets `status` to 2 for a group with other rules.
    static let compare = Self(
        text: #"""
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
            """#
    )
}
