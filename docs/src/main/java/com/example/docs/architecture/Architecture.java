package com.example.docs.architecture;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.example.docs.architecture.Icon.Role;
import com.example.lab.assembly.Assembly;
import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The picture of an architecture. It shows connections (an arrow with the ports) and
 * references (a dashed arrow), also through resources that it does not show.
 */
public final class Architecture {

	private static final String HEAD = """
			!pragma layout smetana
			%s direction
			hide stereotype
			!include <awslib20/AWSCommon>
			!include <awslib20/General/Users>
			!include <awslib20/Groups/AWSCloud>
			!include <awslib20/Groups/AvailabilityZone>
			!include <awslib20/Groups/Region>
			%s
			skinparam rectangle<<part>> {
			  BorderColor transparent
			}
			skinparam rectangle<<added>> {
			  BackgroundColor #ffe2c7
			  BorderColor #a84300
			  BorderThickness 2
			}
			rectangle "$UsersIMG()\\n<b>People</b>" <<part>> as people
			""";

	private final List<Resource> resources;

	private final References references;

	private final List<Part> parts = new ArrayList<>();

	/**
	 * Draws an assembly.
	 * @param assembly its stacks; those of a Region are drawn together
	 * @throws IllegalArgumentException if a type is neither drawn nor listed as not
	 * drawn; the message names its construct path and says what to do
	 */
	public Architecture(Assembly assembly) {
		List<StackTemplate> stacks = UniqueIds.in(assembly);
		this.resources = stacks.stream().flatMap((stack) -> stack.resources().stream()).toList();
		Icons.requireKnown(this.resources);
		this.references = new References(this.resources);
		stacks.forEach(this::add);
	}

	private void add(StackTemplate stack) {
		Collection<List<Resource>> drawn = stack.resources()
			.stream()
			.filter(Icons::isDrawn)
			.collect(Collectors.groupingBy(Architecture::togetherBy, LinkedHashMap::new, Collectors.toList()))
			.values();
		Labels labels = new Labels(drawn.stream().map((together) -> together.get(0)).toList());
		drawn.forEach((together) -> add(together, labels.of(together.get(0)), stack.region()));
	}

	private void add(List<Resource> together, String label, String region) {
		Resource resource = together.get(0);
		Icon icon = Objects.requireNonNull(Icons.of(resource));
		if (icon.role() == Role.SERVICE && new Origins(this.resources, this.references).include(resource)) {
			icon = Icons.ORIGIN;
		}
		String network = (icon.role() == Role.SERVER) ? network(resource) : null;
		if (Icons.hasStandby(resource)) {
			List<String> zones = zonesOfSubnets(resource);
			add(together, label, icon, region, network, zones.isEmpty() ? null : zones.get(0));
			add(together, label + " standby", Icons.STANDBY, region, network, (zones.size() > 1) ? zones.get(1) : null);
		}
		else {
			add(together, label, icon, region, network, (icon.role() == Role.SERVER) ? zone(resource) : null);
		}
	}

	private void add(List<Resource> together, String label, Icon icon, String region, @Nullable String network,
			@Nullable String zone) {
		this.parts.add(new Part("part" + this.parts.size(), label, together, icon, region, network, zone, false));
	}

	/**
	 * The zones that a database may be in; RDS chooses the one of its primary.
	 */
	private List<String> zonesOfSubnets(Resource database) {
		return this.references.resourcesIn(database.properties().path("DBSubnetGroupName"))
			.flatMap((group) -> this.references.resourcesIn(group.properties().path("SubnetIds")))
			.map(this::zone)
			.filter(Objects::nonNull)
			.distinct()
			.sorted()
			.toList();
	}

	/**
	 * The parameters of one construct are one part.
	 */
	private static String togetherBy(Resource resource) {
		return resource.type().equals("AWS::SSM::Parameter") ? resource.name().split("/", 2)[0] : resource.logicalId();
	}

	/**
	 * What the picture shows.
	 * @return a label a line, in the order of the template
	 */
	public String labels() {
		return this.parts.stream().map((part) -> part.label() + "\n").collect(Collectors.joining());
	}

	/**
	 * Colours the parts that another architecture does not have.
	 * @param before the other one
	 * @return this
	 */
	Architecture since(Architecture before) {
		this.parts.replaceAll((part) -> part.since(before.parts));
		return this;
	}

	/** What the picture shows. */
	List<Part> parts() {
		return this.parts;
	}

	/**
	 * The picture.
	 * @return PlantUML without its first and its last line
	 */
	public String plantUml() {
		return draw(this.parts, "left to right", frame("AWSCloudGroup(cloud)", regions(this.parts)));
	}

	/**
	 * The picture of what requests pass through: without services, alarms and the frame
	 * around the cloud, and narrow.
	 * @return PlantUML without its first and its last line
	 */
	String requestPath() {
		List<Part> passed = this.parts.stream().filter((part) -> !isBeside(part)).toList();
		return draw(passed, "top to bottom", regions(passed));
	}

	/** Whether no request passes through it. */
	static boolean isBeside(Part part) {
		return part.is(Role.SERVICE) || part.is(Role.ALARM);
	}

	private String draw(List<Part> drawn, String direction, String frames) {
		String includes = drawn.stream()
			.map((part) -> "!include <awslib20/%s>".formatted(part.icon().macro()))
			.distinct()
			.sorted()
			.collect(Collectors.joining("\n"));
		return HEAD.formatted(direction, includes) + frames + new Arrows(drawn, this.resources, this.references).draw();
	}

	private @Nullable String network(Resource server) {
		return this.references.drawnFrom(server)
			.stream()
			.filter((resource) -> resource.type().equals("AWS::EC2::VPC"))
			.map(Resource::logicalId)
			.findFirst()
			.orElseGet(() -> this.references.resourcesIn(server.properties().path("DBClusterIdentifier"))
				.map(this::network)
				.filter(Objects::nonNull)
				.findFirst()
				.orElse(null));
	}

	private @Nullable String zone(Resource server) {
		return Stream.concat(Stream.of(server), this.references.resourcesIn(server.properties().path("SubnetId")))
			.map((resource) -> zone(resource.properties().path("AvailabilityZone")))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	/**
	 * A zone has a name in a template for one Region only; else it has an index.
	 */
	private static @Nullable String zone(JsonNode zone) {
		JsonNode index = zone.path("Fn::Select").path(0);
		if (zone.isString()) {
			return "Availability Zone " + zone.asString();
		}
		return index.isMissingNode() ? null : "Availability Zone " + (index.asInt() + 1);
	}

	/** One Region has no name: it is wherever the stage is deployed. */
	private static String regions(List<Part> parts) {
		List<String> regions = parts.stream().map(Part::region).distinct().toList();
		if (regions.size() == 1) {
			return frame("RegionGroup(region)", contents(parts));
		}
		StringBuilder frames = new StringBuilder();
		for (String region : regions) {
			List<Part> there = parts.stream().filter((part) -> part.region().equals(region)).toList();
			frames.append(frame(
					"RegionGroup(region_%s, \"%s\")".formatted(there.get(0).alias(), Part.escape("Region " + region)),
					contents(there)));
		}
		return frames.toString();
	}

	private static String contents(List<Part> region) {
		StringBuilder contents = new StringBuilder(contents(region, null));
		for (Part part : region) {
			if (part.is(Role.NETWORK)) {
				contents.append(frame(
						"VPCGroup(%s, \"%s\")".formatted(part.alias(),
								Part.escape(part.label() + " (" + part.icon().service() + ")")),
						contents(region, part.resource().logicalId())));
			}
		}
		return contents.toString();
	}

	/**
	 * What is in a VPC, or in the Region but in none.
	 */
	private static String contents(List<Part> region, @Nullable String network) {
		List<Part> inside = region.stream()
			.filter((part) -> !part.is(Role.NETWORK) && Objects.equals(part.network(), network))
			.toList();
		StringBuilder contents = new StringBuilder();
		inside.stream().filter((part) -> part.zone() == null).forEach((part) -> contents.append(part.draw()));
		List<String> zones = inside.stream().map(Part::zone).filter(Objects::nonNull).distinct().sorted().toList();
		for (String zone : zones) {
			List<Part> servers = inside.stream().filter((part) -> zone.equals(part.zone())).toList();
			String group = "AvailabilityZoneGroup(zone_%s, \"%s\")".formatted(servers.get(0).alias(),
					Part.escape(zone));
			contents.append(frame(group, servers.stream().map(Part::draw).collect(Collectors.joining())));
		}
		return contents.toString();
	}

	private static String frame(String group, String contents) {
		return group + " {\n" + contents.indent(2) + "}\n";
	}

}
