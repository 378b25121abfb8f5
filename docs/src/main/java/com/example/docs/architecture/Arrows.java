package com.example.docs.architecture;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.example.docs.architecture.Icon.Role;
import com.example.lab.assembly.Resource;

/** The arrows of a picture. */
final class Arrows {

	private final List<Part> parts;

	private final References references;

	private final Firewalls firewalls;

	private final Origins origins;

	private final Permissions permissions;

	Arrows(List<Part> parts, List<Resource> resources, References references) {
		this.parts = parts;
		this.references = references;
		this.firewalls = new Firewalls(resources, references);
		this.origins = new Origins(resources, references);
		this.permissions = new Permissions(resources, references);
	}

	/**
	 * The arrows from people, then those between parts.
	 */
	String draw() {
		return fromPeople() + this.parts.stream().map(this::arrows).collect(Collectors.joining());
	}

	private String fromPeople() {
		StringBuilder arrows = new StringBuilder();
		for (Part part : this.parts) {
			Set<String> ports = this.firewalls.openToAll(part.resource());
			if (!ports.isEmpty() && !part.isStandby()) {
				entrances(part).forEach((entrance) -> arrows.append(arrow("people", "-->", entrance, ports(ports))));
			}
		}
		return arrows.toString();
	}

	/**
	 * The addresses that lead to a part, or itself if none does.
	 */
	private Stream<Part> entrances(Part part) {
		List<Part> addresses = this.parts.stream()
			.filter((other) -> other.is(Role.ADDRESS) && refersTo(other, part))
			.toList();
		return addresses.isEmpty() ? Stream.of(part) : addresses.stream().flatMap(this::entrances).distinct();
	}

	private String arrows(Part from) {
		StringBuilder arrows = new StringBuilder();
		if (from.isStandby()) {
			return "";
		}
		for (Part to : this.parts) {
			Set<String> ports = this.firewalls.open(from.resource(), to.resource());
			if (to.isStandby() && to.resource().equals(from.resource())) {
				arrows.append(arrow(from.alias(), "-->", to, "each commit"));
			}
			if (from == to || to.is(Role.NETWORK) || to.isStandby()) {
				continue;
			}
			if (!ports.isEmpty()) {
				arrows.append(arrow(from.alias(), "-->", to, ports(ports)));
			}
			else if (follows(to, from)) {
				arrows.append(arrow(from.alias(), "-->", to, "each commit, later"));
			}
			else if (passes(from, to)) {
				arrows.append(arrow(from.alias(), "-->", to, ""));
			}
			else if (refersTo(from, to) && !follows(from, to)) {
				arrows.append(arrow(from.alias(), from.is(Role.ADDRESS) ? "-->" : ".[#7D8998].>", to,
						from.is(Role.ALARM) ? "watches" : ""));
			}
		}
		return arrows.toString();
	}

	/** Whether a part is a replica of another one. */
	private boolean follows(Part replica, Part source) {
		return this.references.in(replica.resource().properties().path(Icons.SOURCE))
			.contains(source.resource().logicalId());
	}

	/**
	 * Whether requests go from a part to another one that has no firewall.
	 */
	private boolean passes(Part from, Part to) {
		return this.origins.leads(from.resource(), to.resource())
				|| (to.is(Role.STORE) && this.permissions.allow(from.resource(), to.resource()));
	}

	private boolean refersTo(Part from, Part to) {
		return from.resources()
			.stream()
			.anyMatch((resource) -> this.references.drawnFrom(resource).contains(to.resource()));
	}

	private static String arrow(String from, String line, Part to, String label) {
		return "%s %s %s%s\n".formatted(from, line, to.alias(), label.isEmpty() ? "" : " : " + label);
	}

	private static String ports(Set<String> ports) {
		if (ports.contains(Firewalls.ALL_PORTS)) {
			return "all ports";
		}
		String known = ports.stream().filter((port) -> !port.isEmpty()).collect(Collectors.joining(", "));
		return known.isEmpty() ? "" : (known.matches("\\d+") ? "port " : "ports ") + known;
	}

}
