"""Gives security groups to a Neutron server of its own: no network, no authentication, a database in a folder that goes away.

    neutron-api.py apply <document.json    makes the groups that `emit openstack --format neutron` wrote, as the documentation
                                       says, and prints {"status": 201, "groups": {"NAME": [...]}}, all rules of each group,
                                       with a group's name in the place of its id
    neutron-api.py try <rules.json         posts each rule of an array alone, and prints the array of statuses
"""
import json
import os
import sys
import tempfile

CONFIGURATION = """
[DEFAULT]
core_plugin = ml2
auth_strategy = noauth
transport_url = fake://
api_paste_config = {prefix}/etc/neutron/api-paste.ini
notify_nova_on_port_status_changes = false
notify_nova_on_port_data_changes = false
log_file = {folder}/log
state_path = {folder}
[database]
connection = sqlite:///{folder}/neutron.sqlite
[oslo_concurrency]
lock_path = {folder}
[ml2]
mechanism_drivers = logger
type_drivers = local
tenant_network_types = local
"""


def server(folder):
    path = f"{folder}/neutron.conf"
    with open(path, "w") as file:
        file.write(CONFIGURATION.format(prefix=sys.prefix, folder=folder))
    os.environ["OS_NEUTRON_CONFIG_FILES"] = path
    from neutron import server as neutron
    from neutron.common import config
    from neutron.db.migration.models import head
    from neutron_lib.db import api as database

    sys.argv = sys.argv[:1]
    neutron._init_configuration()
    head.get_metadata().create_all(database.get_writer_session().get_bind())
    return config.load_paste_app("neutron")


def ask(app, method, path, body=None):
    """The status of the answer and its body."""
    from webob import Request

    request = Request.blank("/v2.0" + path, method=method, content_type="application/json")
    for value in (body or {}).values():
        for item in value if isinstance(value, list) else [value]:
            item["project_id"] = "project"
    request.body = json.dumps(body).encode() if body else b""
    answer = request.get_response(app)
    return answer.status_int, json.loads(answer.body) if answer.body else None


def default_rules():
    """What Neutron's migrations put into every database: the rules that a project's groups begin with."""
    for family in "IPv4", "IPv6":
        common = {"ethertype": family, "used_in_default_sg": True}
        yield {**common, "direction": "egress", "used_in_non_default_sg": True}
        yield {**common, "direction": "ingress", "used_in_non_default_sg": False, "remote_group_id": "PARENT"}


def made_group(app, group):
    status, body = ask(app, "POST", "/security-groups", {"security_group": group})
    assert status == 201, body
    return body["security_group"]["id"]


def listed(app, group):
    return ask(app, "GET", f"/security-group-rules?security_group_id={group}")[1]["security_group_rules"]


def apply(app, document):
    """All groups are made first, since their rules name each other."""
    bodies = document.get("groups", [document])
    ids = {body["security_group"]["name"]: made_group(app, body["security_group"]) for body in bodies}
    names = {id: name for name, id in ids.items()}
    status = [fill(app, ids, body) for body in bodies]
    return {"status": max(status), "groups": {name: rules(app, id, names) for name, id in ids.items()}}


def rules(app, group, names):
    return [{**rule, "remote_group_id": names.get(rule["remote_group_id"])} for rule in listed(app, group)]


def fill(app, ids, body):
    """Makes the rules of a group, and says with which status that ended."""
    group = ids[body["security_group"]["name"]]
    rules = [{**rule, "security_group_id": group} for rule in body["security_group_rules"]]
    for rule in rules:
        if "remote_group_id" in rule:
            rule["remote_group_id"] = ids[rule["remote_group_id"]]
    if any(rule["direction"] == "egress" for rule in rules):
        for rule in listed(app, group):
            ask(app, "DELETE", f"/security-group-rules/{rule['id']}")
    return ask(app, "POST", "/security-group-rules", {"security_group_rules": rules})[0]


def attempt(app, rules):
    group = made_group(app, {"name": "tried"})
    return [
        ask(app, "POST", "/security-group-rules", {"security_group_rule": {**rule, "security_group_id": group}})[0]
        for rule in rules
    ]


work = {"apply": apply, "try": attempt}[sys.argv[1]]
given = json.load(sys.stdin)
with tempfile.TemporaryDirectory() as folder:
    app = server(folder)
    for rule in default_rules():
        status, body = ask(app, "POST", "/default-security-group-rules", {"default_security_group_rule": rule})
        assert status == 201, body
    json.dump(work(app, given), sys.stdout)
