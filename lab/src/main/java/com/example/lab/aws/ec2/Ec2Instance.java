package com.example.lab.aws.ec2;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.example.lab.assembly.Resource;
import com.example.lab.assembly.StackTemplate;
import com.example.lab.box.Box;
import com.example.lab.box.Firewall;
import com.example.lab.box.Init;
import com.example.lab.standin.Drill;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import com.example.lab.standin.Zonal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code AWS::EC2::Instance}: a box made from the init metadata of the resource. The user
 * data is not run, but must call cfn-init as on AWS. The ports that the security groups
 * open to everyone are open to this computer. Image, instance type and volumes have no
 * effect.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-instance.html">AWS::EC2::Instance</a>
 */
public final class Ec2Instance implements StandIn, Zonal {

	private static final Pattern CFN_INIT = Pattern.compile("\\bcfn-init\\b.*");

	private static final Pattern RESOURCE = Pattern.compile("\\s(?:-r|--resource)[ =](\\S+)");

	private static final Pattern CONFIG_SETS = Pattern.compile("\\s(?:-c|--configsets)[ =](\\S+)");

	/** What changes while it runs on, some of it without effect here. */
	private static final Set<String> IN_PLACE = Set.of("CreditSpecification", "DisableApiTermination",
			"IamInstanceProfile", "MetadataOptions", "Monitoring", "SecurityGroupIds", "SecurityGroups",
			"SourceDestCheck", "Tags");

	/** It is stopped and started for these, with the disk that it has. */
	private static final Set<String> STOPPED_FOR = Set.of("EbsOptimized", "InstanceType", "UserData");

	private final Resource resource;

	private final LabContext lab;

	private final Box box;

	private final Firewall firewall;

	private final String instanceId;

	private JsonNode metadata = JsonMapper.shared().createObjectNode();

	private @Nullable Runnable firstBoot;

	private JsonNode properties = JsonMapper.shared().createObjectNode();

	private volatile boolean lostZone;

	/**
	 * Reserves the ports that its security groups open to everyone.
	 * @param resource the resource
	 * @param lab its context
	 */
	public Ec2Instance(Resource resource, LabContext lab) {
		this(resource, lab, newId());
	}

	private Ec2Instance(Resource resource, LabContext lab, String instanceId) {
		this.instanceId = instanceId;
		this.resource = resource;
		this.lab = lab;
		this.box = new Box(resource.name(), lab);
		this.firewall = new Firewall(resource, lab, this.box, new SecurityGroups(lab.template()).openPorts(resource));
		lab.clients().add(resource, this.box::processesNow);
	}

	/**
	 * An instance of an Auto Scaling group, which is none of the template's resources: it
	 * has the init metadata and the security groups of its group, and a name of its own.
	 * @param group the resource of the group
	 * @param described the data of its launch template, with references not evaluated
	 * @param zone where it is, such as {@code us-east-1a}
	 * @param lab its context
	 * @return an instance that has not started
	 */
	public static Ec2Instance of(Resource group, JsonNode described, String zone, LabContext lab) {
		String id = newId();
		ObjectNode json = JsonMapper.shared().createObjectNode();
		json.putObject("Properties").setAll((ObjectNode) described).put("AvailabilityZone", zone);
		return new Ec2Instance(new Resource(group.logicalId(), "AWS::EC2::Instance", group.path() + "/" + id,
				group.name() + "/" + id, json), lab, id);
	}

	private static String newId() {
		return "i-%017x".formatted(new SecureRandom().nextLong());
	}

	@Override
	public String ref() {
		return this.instanceId;
	}

	@Override
	public String attribute(String name) {
		return switch (name) {
			case "InstanceId" -> this.instanceId;
			case "PublicIp", "PublicDnsName" -> this.firewall.publicAddress();
			case "PrivateIp", "PrivateDnsName" -> "127.0.0.1";
			case "AvailabilityZone" -> zones().get(0);
			default -> throw this.resource.lacks(name);
		};
	}

	@Override
	public String address() {
		String open = this.firewall.addresses();
		return open.isEmpty() ? "open to no one outside" : open;
	}

	/**
	 * The construct that it stands for.
	 * @return such as {@code Servers/A}
	 */
	public String name() {
		return this.resource.name();
	}

	/**
	 * The key in the template of what has its security groups.
	 * @return its own or that of its group
	 */
	public String logicalId() {
		return this.resource.logicalId();
	}

	/**
	 * Whether it is switched on.
	 * @return false after a loss of power or a shutdown
	 */
	public boolean running() {
		return this.box.running();
	}

	/**
	 * The address of a port of the instance inside the network, without a check of the
	 * security groups: the caller has to check their rules.
	 * @param port a port of the instance
	 * @return null when nothing runs that could listen there
	 */
	public @Nullable InetSocketAddress listener(int port) {
		return this.box.listener(port);
	}

	@Override
	public void metadata(JsonNode metadata) {
		this.metadata = metadata;
	}

	@Override
	public void start(JsonNode properties) {
		describe(properties);
		Objects.requireNonNull(this.firstBoot).run();
		this.firewall.take();
	}

	/**
	 * The init metadata for its next first boot, and the environment of its processes.
	 */
	private void describe(JsonNode properties) {
		List<String> configSets = configSets(userData(properties));
		Init init = new Init(this.metadata.path("AWS::CloudFormation::Init"), configSets);
		boolean profile = properties.has("IamInstanceProfile");
		Downloads downloads = new Downloads(this.lab, this.metadata.path("AWS::CloudFormation::Authentication"),
				profile);
		this.box.instanceId(this.instanceId);
		this.box.zone(zones().get(0));
		this.box.environment(this.lab.awsEnvironment(profile));
		this.firstBoot = () -> this.box.firstBoot(init, downloads::fetch);
		this.properties = properties;
	}

	@Override
	public boolean canChange(String property) {
		return IN_PLACE.contains(property) || STOPPED_FOR.contains(property);
	}

	/**
	 * The user data is not run again, and the results of cfn-init stay unchanged, as on
	 * AWS.
	 */
	@Override
	public void update(JsonNode properties) {
		boolean stops = STOPPED_FOR.stream()
			.anyMatch((name) -> !properties.path(name).equals(this.properties.path(name)));
		describe(properties);
		if (stops && this.box.running()) {
			this.box.shutDown();
			this.box.boot();
		}
	}

	@Override
	public void templateChanged() {
		StackTemplate template = this.lab.template();
		this.firewall.open(new SecurityGroups(template).openPorts(template.now(this.resource)));
	}

	/**
	 * Ends the instance and makes a new one from the template, with an empty disk.
	 */
	public void replace() {
		if (this.firstBoot == null) {
			throw new IllegalStateException("%s has not started yet".formatted(this.resource.path()));
		}
		this.box.loseDisk();
		this.firstBoot.run();
	}

	@Override
	public List<Drill> drills() {
		return Stream.concat(this.box.drills().stream(), Stream.of(this.firewall.slow(), new Drill("replace",
				"ends the instance and makes a new one from the template, with an empty disk", (unused) -> replace())))
			.toList();
	}

	@Override
	public List<String> zones() {
		return List.of(Zones.of(this.resource.properties().path("AvailabilityZone"), this.lab.region()));
	}

	@Override
	public void zoneDown(String zone) {
		if (zones().contains(zone) && this.box.running()) {
			this.lostZone = true;
			this.box.kill();
		}
	}

	@Override
	public void zoneUp(String zone) {
		if (zones().contains(zone) && this.lostZone) {
			this.lostZone = false;
			if (!this.box.running()) {
				this.box.boot();
			}
		}
	}

	@Override
	public boolean drains() {
		return true;
	}

	@Override
	public void close() {
		this.firewall.close();
		this.box.end();
	}

	@Override
	public void delete() {
		this.lostZone = false;
		this.firewall.close();
		this.box.delete();
		this.lab.clients().remove(this.resource);
	}

	private String userData(JsonNode properties) {
		try {
			byte[] decoded = Base64.getMimeDecoder().decode(properties.path("UserData").asString(""));
			return new String(decoded, StandardCharsets.UTF_8).replaceAll("\\\\\n\\s*", " ");
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("Its user data is not in Base64, as EC2 requires it", ex);
		}
	}

	/**
	 * Of the call of cfn-init for this resource.
	 */
	private List<String> configSets(String userData) {
		return CFN_INIT.matcher(userData).results().map((call) -> call.group()).filter((call) -> {
			Matcher target = RESOURCE.matcher(call);
			return target.find() && target.group(1).equals(this.resource.logicalId());
		}).findFirst().map((call) -> {
			Matcher sets = CONFIG_SETS.matcher(call);
			return sets.find() ? List.of(sets.group(1).split(",")) : List.of("default");
		})
			.orElseThrow(() -> new IllegalArgumentException(
					"Its user data does not call cfn-init with --resource %s, so the init metadata is never applied"
						.formatted(this.resource.logicalId())));
	}

}
