"""Reads the schemas of Terraform's resources out of a provider's cdktf wheel, without running anything of it.

    terraform-schemas.py WHEEL >schemas.json

The wheel's `.jsii` describes a class for each resource, and an interface for its arguments, whose documentation names the
argument as Terraform spells it. Written is, for each resource that a firewall is made of:

    {"aws_vpc_security_group_ingress_rule": {"cidr_ipv4": {"type": "string", "required": false}, ...}, ...}

A block's type is an object of its own arguments: {"type": {...}, "list": true, "required": false}.
"""
import io
import json
import re
import sys
import tarfile
import zipfile

# The words in the names of resources that firewalls are made of; a whole schema has more than 100 MB.
FIREWALL = re.compile(r"security_group|secgroup|network_security_rule|compute_firewall")


def types_of(wheel):
    with zipfile.ZipFile(wheel) as files:
        name = next(name for name in files.namelist() if name.endswith(".jsii.tgz"))
        with tarfile.open(fileobj=io.BytesIO(files.read(name))) as archive:
            return json.load(archive.extractfile("package/.jsii"))["types"]


def arguments(interface, types):
    return dict(argument(property, types) for property in interface.get("properties", []))


def argument(property, types):
    summary = property.get("docs", {}).get("summary", "")
    link = re.search(r"#(\w+) ", summary)
    name = link.group(1) if link else re.sub(r"(?<!^)(?=[A-Z])", "_", property["name"]).lower()
    return name, {**kind(property["type"], types), "required": not property.get("optional", False)}


def kind(type, types):
    """A scalar's name, a block's arguments, or a list of either; of a union the first that isn't cdktf's own."""
    if "union" in type:
        kinds = [kind(one, types) for one in type["union"]["types"]]
        return next((one for one in kinds if one["type"] != "other"), kinds[0])
    if "collection" in type:
        inner = kind(type["collection"]["elementtype"], types)
        return {**inner, type["collection"]["kind"].replace("array", "list"): True}
    if "fqn" in type and types.get(type["fqn"], {}).get("kind") == "interface":
        return {"type": arguments(types[type["fqn"]], types)}
    return {"type": type.get("primitive", "other")}


def schemas(types):
    for name, interface in types.items():
        resource = types.get(name.removesuffix("Config"))
        if interface["kind"] != "interface" or not name.endswith("Config") or resource is None:
            continue
        link = re.search(r"/docs/resources/(\w+)", resource.get("docs", {}).get("summary", ""))
        provider = re.search(r"@cdktf/provider-(\w+)", name).group(1)
        if link and FIREWALL.search(link.group(1)):
            yield f"{provider}_{link.group(1)}", arguments(interface, types)


json.dump(dict(schemas(types_of(sys.argv[1]))), sys.stdout, indent=1, sort_keys=True)
