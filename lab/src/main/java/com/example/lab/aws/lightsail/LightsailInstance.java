package com.example.lab.aws.lightsail;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.example.lab.assembly.Resource;
import com.example.lab.box.Box;
import com.example.lab.box.Firewall;
import com.example.lab.event.Event;
import com.example.lab.postgres.PostgresHost;
import com.example.lab.postgres.PostgresServer;
import com.example.lab.standin.Drill;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import tools.jackson.databind.JsonNode;

/**
 * {@code AWS::Lightsail::Instance}: a box whose first boot runs the user data, with a
 * firewall that opens the ports of {@code Networking} and with a snapshot of its disk
 * each day when the add-on {@code AutoSnapshot} is on. Blueprint, bundle and zone have no
 * effect, but a bundle must be one of Lightsail's.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lightsail-instance.html">AWS::Lightsail::Instance</a>
 */
public final class LightsailInstance implements StandIn, PostgresHost {

	/** Without {@code Networking} Lightsail opens these to the world. */
	private static final List<Integer> DEFAULT_PORTS = List.of(22, 80);

	/**
	 * Family, size, platform and generation.
	 *
	 * @see <a href=
	 * "https://docs.aws.amazon.com/lightsail/latest/userguide/amazon-lightsail-bundles.html">Bundles</a>
	 */
	private static final Pattern BUNDLE = Pattern
		.compile("([cmg]_)?(nano|micro|small|medium|(\\d+)?x?large)_((win|ipv6)_)*\\d_\\d");

	private static final Set<String> IN_PLACE = Set.of("AddOns", "Networking", "Tags", "UserData");

	private final Resource resource;

	private final LabContext lab;

	private final Box box;

	private final Firewall firewall;

	private final Snapshots snapshots;

	private String userData = "";

	/**
	 * Reserves the ports that the firewall opens.
	 * @param resource the resource
	 * @param lab its context
	 */
	public LightsailInstance(Resource resource, LabContext lab) {
		this.resource = resource;
		this.lab = lab;
		this.box = new Box(resource.name(), lab);
		this.snapshots = new Snapshots(resource.name(), this.box, lab);
		this.firewall = new Firewall(resource, lab, this.box,
				openPorts(resource.properties().path("Networking").path("Ports")));
	}

	@Override
	public String ref() {
		return this.resource.logicalId();
	}

	@Override
	public String attribute(String name) {
		return switch (name) {
			case "PublicIpAddress" -> publicAddress();
			case "PrivateIpAddress" -> "127.0.0.1";
			default -> throw this.resource.lacks(name);
		};
	}

	@Override
	public String address() {
		return this.firewall.addresses();
	}

	@Override
	public void start(JsonNode properties) {
		checkBundle(properties.path("BundleId"));
		this.box.firstBoot(properties.path("UserData").asString(""));
		this.firewall.take();
		this.userData = properties.path("UserData").asString("");
		snapshots(properties);
	}

	private static void checkBundle(JsonNode bundle) {
		if (bundle.isString() && !BUNDLE.matcher(bundle.asString()).matches()) {
			throw new IllegalArgumentException(
					"Lightsail has no bundle '%s': aws lightsail get-bundles lists them, such as small_3_0."
						.formatted(bundle.asString()));
		}
	}

	@Override
	public boolean canChange(String property) {
		return IN_PLACE.contains(property);
	}

	@Override
	public void update(JsonNode properties) {
		this.firewall.open(openPorts(properties.path("Networking").path("Ports")));
		snapshots(properties);
		String script = properties.path("UserData").asString("");
		if (!script.equals(this.userData)) {
			this.userData = script;
			this.lab.events()
				.publish(Event.Kind.WARNING, this.resource.name(),
						"its user data has run already, at the first boot: up --fresh makes a new instance");
		}
	}

	private void snapshots(JsonNode properties) {
		this.snapshots.none();
		for (JsonNode addOn : properties.path("AddOns")) {
			if (addOn.path("AddOnType").asString().equals("AutoSnapshot")
					&& addOn.path("Status").asString("Enabled").equals("Enabled")) {
				this.snapshots.each(Duration.ofDays(1));
			}
		}
	}

	@Override
	public List<Drill> drills() {
		return Stream.concat(this.box.drills().stream(),
				Stream.of(this.firewall.slow(),
						new Drill("snapshot", "copies the disk now, as the automatic snapshot does each day",
								(unused) -> this.snapshots.take()),
						new Drill("restore", "makes a new box from the last snapshot and boots it",
								(unused) -> this.box.restore(this.snapshots.last()))))
			.toList();
	}

	@Override
	public Map<String, String> access() {
		return this.box.serviceVariables();
	}

	@Override
	public PostgresServer postgres() {
		return this.box.postgres();
	}

	/**
	 * A file on its disk, as a user signed in on the instance sees it.
	 * @param path absolute
	 * @return where it is on this computer
	 */
	public Path file(String path) {
		return this.box.file(path);
	}

	@Override
	public void close() {
		this.snapshots.close();
		this.firewall.close();
		this.box.end();
	}

	@Override
	public void delete() {
		this.snapshots.delete();
		this.firewall.close();
		this.box.delete();
	}

	/**
	 * The address that the world uses.
	 * @return host and port, or only a host when no port is open
	 */
	String publicAddress() {
		return this.firewall.publicAddress();
	}

	private static IntStream openPorts(JsonNode ports) {
		if (ports.isMissingNode()) {
			return DEFAULT_PORTS.stream().mapToInt(Integer::intValue);
		}
		return StreamSupport.stream(ports.spliterator(), false)
			.filter((port) -> port.path("Protocol").asString("tcp").matches("tcp|all"))
			.flatMapToInt((port) -> IntStream.rangeClosed(port.path("FromPort").asInt(), port.path("ToPort").asInt()));
	}

}
