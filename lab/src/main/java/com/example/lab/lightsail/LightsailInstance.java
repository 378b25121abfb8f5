package com.example.lab.lightsail;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import com.example.lab.assembly.Resource;
import com.example.lab.box.Box;
import com.example.lab.event.Event;
import com.example.lab.network.Gate;
import com.example.lab.postgres.PostgresHost;
import com.example.lab.postgres.PostgresServer;
import com.example.lab.standin.Drill;
import com.example.lab.standin.Lab;
import com.example.lab.standin.StandIn;
import tools.jackson.databind.JsonNode;

/**
 * {@code AWS::Lightsail::Instance}: a box whose first boot runs the user data, with a
 * firewall that opens the ports of {@code Networking} and with a snapshot of its disk
 * each day when the add-on {@code AutoSnapshot} is on. Blueprint, bundle and zone have no
 * effect.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lightsail-instance.html">AWS::Lightsail::Instance</a>
 */
public final class LightsailInstance implements StandIn, PostgresHost {

	/** Without {@code Networking} Lightsail opens these to the world. */
	private static final List<Integer> DEFAULT_PORTS = List.of(22, 80);

	private static final int MOST_PORTS = 32;

	private final Resource resource;

	private final Lab lab;

	private final Box box;

	private final Map<Integer, Gate> firewall = new LinkedHashMap<>();

	private final Snapshots snapshots;

	/**
	 * Reserves the ports that the firewall opens.
	 * @param resource the resource
	 * @param lab its surroundings
	 */
	public LightsailInstance(Resource resource, Lab lab) {
		this.resource = resource;
		this.lab = lab;
		this.box = new Box(resource.name(), lab);
		this.snapshots = new Snapshots(resource.name(), this.box, lab);
		List<Integer> ports = openPorts(resource.properties().path("Networking").path("Ports"));
		if (ports.size() > MOST_PORTS) {
			throw new IllegalArgumentException(
					"%s opens %d ports; the lab opens %d at most".formatted(resource.path(), ports.size(), MOST_PORTS));
		}
		ports.forEach(this::open);
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
			default -> throw new IllegalArgumentException("%s has no %s here".formatted(this.resource.path(), name));
		};
	}

	@Override
	public String address() {
		return this.firewall.entrySet()
			.stream()
			.map((open) -> "%d at 127.0.0.1:%d".formatted(open.getKey(), open.getValue().port()))
			.collect(Collectors.joining(", "));
	}

	@Override
	public void start(JsonNode properties) {
		this.box.firstBoot(properties.path("UserData").asString(""));
		for (JsonNode addOn : properties.path("AddOns")) {
			if (addOn.path("AddOnType").asString().equals("AutoSnapshot")
					&& addOn.path("Status").asString("Enabled").equals("Enabled")) {
				this.snapshots.each(Duration.ofDays(1));
			}
		}
	}

	@Override
	public List<Drill> drills() {
		return List.of(
				new Drill("kill", "kills the process of a service (the first one, or the unit named)",
						this.box::killService),
				new Drill("power-off", "kills every process on the box; the disk stays", (unused) -> this.box.kill()),
				new Drill("boot", "starts the box again from its disk", (unused) -> this.box.boot()),
				new Drill("restart", "shuts the box down in order and starts it again", (unused) -> {
					this.box.shutDown();
					this.box.boot();
				}), new Drill("freeze", "halts every process on the box", (unused) -> this.box.freeze()),
				new Drill("thaw", "lets the halted processes go on", (unused) -> this.box.thaw()),
				new Drill("slow", "delays what is sent to the box by so many milliseconds; 0 ends it", this::slow),
				new Drill("snapshot", "copies the disk now, as the automatic snapshot does each day",
						(unused) -> this.snapshots.take()),
				new Drill("lose-disk", "loses the disk and with it everything that runs",
						(unused) -> this.box.loseDisk()),
				new Drill("restore", "makes a new box from the last snapshot and boots it",
						(unused) -> this.box.restore(this.snapshots.last())));
	}

	@Override
	public PostgresServer postgres() {
		return this.box.postgres();
	}

	@Override
	public void close() {
		this.snapshots.close();
		this.firewall.values().forEach(Gate::close);
		this.box.shutDown();
	}

	/**
	 * The address that the world uses: the first port that the firewall opens.
	 * @return host and port, or only a host when no port is open
	 */
	String publicAddress() {
		return this.firewall.values()
			.stream()
			.findFirst()
			.map((gate) -> "127.0.0.1:" + gate.port())
			.orElse("127.0.0.1");
	}

	private void open(int port) {
		int wanted = this.lab.wantedPort(port);
		Gate gate = Gate.open(wanted, () -> this.box.listener(port));
		this.firewall.put(port, gate);
		this.lab.events()
			.publish((wanted == 0 || wanted == gate.port()) ? Event.Kind.RESERVED : Event.Kind.WARNING,
					this.resource.name(),
					(wanted == 0 || wanted == gate.port()) ? "port %d is 127.0.0.1:%d".formatted(port, gate.port())
							: "port %d of this computer is taken, so port %d is 127.0.0.1:%d".formatted(wanted, port,
									gate.port()));
	}

	private void slow(String millis) {
		if (!millis.matches("\\d{1,6}")) {
			throw new IllegalArgumentException("slow needs a number of milliseconds, not '%s'".formatted(millis));
		}
		Duration delay = Duration.ofMillis(Long.parseLong(millis));
		this.firewall.values().forEach((gate) -> gate.slow(delay));
	}

	private static List<Integer> openPorts(JsonNode ports) {
		if (ports.isMissingNode()) {
			return DEFAULT_PORTS;
		}
		return StreamSupport.stream(ports.spliterator(), false)
			.filter((port) -> port.path("Protocol").asString("tcp").matches("tcp|all"))
			.flatMapToInt((port) -> IntStream.rangeClosed(port.path("FromPort").asInt(), port.path("ToPort").asInt()))
			.distinct()
			.limit(MOST_PORTS + 1)
			.boxed()
			.toList();
	}

}
