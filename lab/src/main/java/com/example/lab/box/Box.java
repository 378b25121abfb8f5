package com.example.lab.box;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.example.lab.standin.Drill;
import com.example.lab.standin.Lab;
import com.example.lab.event.Event;
import com.example.lab.localstack.LocalStack;
import com.example.lab.network.Ports;
import com.example.lab.postgres.PostgresServer;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Processes;
import org.jspecify.annotations.Nullable;

/**
 * One server: a disk, and processes that live and die with it. Its ports are private
 * ports of this computer; {@link #listener} tells which.
 */
public final class Box {

	private static final String POSTGRES = "postgresql.service";

	private static final String POSTGRES_DATA = "/var/lib/pgsql/data";

	private static final int POSTGRES_PORT = 5432;

	private static final String ENABLED = "/etc/systemd/system/multi-user.target.wants";

	private static final Pattern LOCAL_PORT = Pattern.compile("(localhost|127\\.0\\.0\\.1):(\\d+)");

	private final String name;

	private final Lab lab;

	private final Disk disk;

	private final FastStart fastStart;

	private final Map<Integer, Integer> ports = new ConcurrentHashMap<>();

	private final Map<String, Service> services = new ConcurrentHashMap<>();

	private @Nullable PostgresServer postgres;

	private final CloudWatchAgent cloudWatchAgent;

	private volatile String instanceId = "";

	private volatile Map<String, String> environment = Map.of();

	private volatile boolean running;

	private boolean frozen;

	/**
	 * A box that is switched off, with an empty disk.
	 * @param name the construct it stands for
	 * @param lab where it lives
	 */
	public Box(String name, Lab lab) {
		this.name = name;
		this.lab = lab;
		this.disk = new Disk(lab.home().resolve("disks").resolve(name.replace('/', '-')));
		this.fastStart = new FastStart(lab.cache(), lab.processes(), lab.quickStart());
		this.cloudWatchAgent = new CloudWatchAgent(this);
	}

	/**
	 * Boots for the first time and runs the user data.
	 * @param userData a shell script
	 * @throws UserDataException if a line of it fails or is not known
	 */
	public synchronized void firstBoot(String userData) {
		UserData script = UserData.parse(userData);
		switchOn();
		new Shell(this).run(script);
	}

	/**
	 * Boots for the first time and applies init metadata.
	 * @param init what cfn-init would do
	 * @param downloads is given the address and the target of each file with a source
	 * @throws IllegalArgumentException if a part of it fails or is not known
	 */
	public synchronized void firstBoot(Init init, BiConsumer<String, Path> downloads) {
		switchOn();
		init.apply(this, downloads);
	}

	private void switchOn() {
		try {
			Files.createDirectories(this.disk.root());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot make a disk", ex);
		}
		this.running = true;
		publish(Event.Kind.STARTED, "booted for the first time");
	}

	/**
	 * Gives every process that starts from now on these variables, whatever its unit
	 * says.
	 * @param variables as the process is to see them
	 */
	public void environment(Map<String, String> variables) {
		this.environment = Map.copyOf(variables);
	}

	Map<String, String> environment() {
		return this.environment;
	}

	/**
	 * Tells the box who it is.
	 * @param id as the metadata service would say
	 */
	public void instanceId(String id) {
		this.instanceId = id;
	}

	String instanceId() {
		return this.instanceId;
	}

	/**
	 * Boots from the disk: starts what was enabled, PostgreSQL first.
	 * @throws IllegalStateException if it runs already or the disk is lost
	 */
	public synchronized void boot() {
		if (this.running) {
			throw new IllegalStateException(this.name + " runs already");
		}
		if (this.disk.lost()) {
			throw new IllegalStateException(this.name + " has no disk; restore it from a snapshot first");
		}
		this.running = true;
		publish(Event.Kind.STARTED, "booted");
		enabled().forEach(this::start);
	}

	private List<String> enabled() {
		if (!Files.isDirectory(this.disk.at(ENABLED))) {
			return List.of();
		}
		try (Stream<Path> units = Files.list(this.disk.at(ENABLED))) {
			return units.map((file) -> file.getFileName().toString())
				.sorted(Comparator.comparing((String unit) -> !unit.equals(POSTGRES))
					.thenComparing(Comparator.naturalOrder()))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Shuts down in order; the disk stays. */
	public void shutDown() {
		shutDown(Service::stop);
	}

	/** Ends with the lab: as {@link #shutDown}, but waits for nothing. */
	public void end() {
		shutDown(Service::end);
	}

	private synchronized void shutDown(Consumer<Service> stop) {
		if (!this.running) {
			return;
		}
		if (this.frozen) {
			// What is halted does not hear that it is to stop.
			thaw();
		}
		// A service that drains takes connections until it stops.
		this.services.values().forEach(stop);
		this.running = false;
		this.cloudWatchAgent.stop();
		if (this.postgres != null) {
			this.postgres.stop();
		}
		publish(Event.Kind.STOPPED, "shut down");
	}

	/** Loses its power: every process is killed at once; the disk stays. */
	public synchronized void kill() {
		this.running = false;
		this.frozen = false;
		this.services.values().forEach(Service::loseBox);
		this.cloudWatchAgent.kill();
		OwnedProcess server = (this.postgres != null) ? this.postgres.process() : null;
		if (server != null) {
			server.kill();
		}
		publish(Event.Kind.DIED, "lost its power");
	}

	/** Loses its disk, and with it everything that runs. */
	public synchronized void loseDisk() {
		kill();
		this.disk.lose();
		publish(Event.Kind.DISK, "lost its disk");
	}

	/**
	 * Kills the process of one service.
	 * @param unit the unit, or the first that runs when it is empty
	 * @throws IllegalStateException if no such service runs
	 */
	public void killService(String unit) {
		this.services.values()
			.stream()
			.filter((service) -> unit.isEmpty() ? service.runs() : service.unit().name().equals(unit))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(unit.isEmpty() ? "No service runs on " + this.name
					: "%s has no service %s; it has %s".formatted(this.name, unit, this.services.keySet())))
			.kill();
	}

	/** Halts every process until {@link #thaw}. */
	public synchronized void freeze() {
		this.frozen = true;
		processesNow().forEach(OwnedProcess::halt);
		publish(Event.Kind.UNHEALTHY, "frozen");
	}

	/** Lets the processes go on after {@link #freeze}. */
	public synchronized void thaw() {
		this.frozen = false;
		processesNow().forEach(OwnedProcess::resume);
		publish(Event.Kind.HEALTHY, "goes on");
	}

	/**
	 * Copies the disk at one instant, as a volume's snapshot does: what was written is in
	 * it, what was only in memory is not.
	 * @param folder where the copy goes
	 */
	public synchronized void snapshot(Path folder) {
		if (this.disk.lost()) {
			throw new IllegalStateException(this.name + " has no disk to copy");
		}
		List<OwnedProcess> halted = processesNow();
		halted.forEach(OwnedProcess::halt);
		try {
			this.disk.copyTo(folder);
		}
		finally {
			if (!this.frozen) {
				halted.forEach(OwnedProcess::resume);
			}
		}
		publish(Event.Kind.SNAPSHOT, "disk copied");
	}

	/**
	 * Becomes a new box whose disk is a copy of a snapshot, and boots.
	 * @param folder the snapshot
	 */
	public synchronized void restore(Path folder) {
		kill();
		this.disk.restoreFrom(folder);
		publish(Event.Kind.DISK, "disk restored from a snapshot");
		boot();
	}

	/**
	 * What any box can suffer.
	 * @return drills that need nothing but the box
	 */
	public List<Drill> drills() {
		return List.of(
				new Drill("kill", "kills the process of a service (the first one, or the unit named)",
						this::killService),
				new Drill("power-off", "kills every process on the box; the disk stays", (unused) -> kill()),
				new Drill("boot", "starts the box again from its disk", (unused) -> boot()),
				new Drill("restart", "shuts the box down in order and starts it again", (unused) -> {
					shutDown();
					boot();
				}), new Drill("freeze", "halts every process on the box", (unused) -> freeze()),
				new Drill("thaw", "lets the halted processes go on", (unused) -> thaw()),
				new Drill("lose-disk", "loses the disk and with it everything that runs", (unused) -> loseDisk()));
	}

	/**
	 * Whether the box is switched on.
	 * @return false after a loss of power or a shutdown
	 */
	public boolean running() {
		return this.running;
	}

	/**
	 * Where what listens on a port of the box is reached.
	 * @param port a port of the box
	 * @return null when nothing runs that could listen there
	 */
	public @Nullable InetSocketAddress listener(int port) {
		Integer local = this.ports.get(port);
		return (this.running && local != null) ? address(local) : null;
	}

	/**
	 * The processes on the box that run now.
	 * @return in no order
	 */
	public List<OwnedProcess> processesNow() {
		List<OwnedProcess> found = new ArrayList<>();
		this.services.values().forEach((service) -> add(found, service.process()));
		add(found, (this.postgres != null) ? this.postgres.process() : null);
		return found;
	}

	private static void add(List<OwnedProcess> found, @Nullable OwnedProcess process) {
		if (process != null && process.alive()) {
			found.add(process);
		}
	}

	/**
	 * The variables of its services, as they are on this computer.
	 * @return of all services together
	 */
	public synchronized Map<String, String> serviceVariables() {
		Map<String, String> variables = new TreeMap<>();
		this.services.values().forEach((service) -> variables.putAll(service.environment()));
		return variables;
	}

	/**
	 * Its PostgreSQL server, which the user data makes and starts.
	 * @return a server that may not run
	 */
	public synchronized PostgresServer postgres() {
		if (this.postgres == null) {
			this.postgres = new PostgresServer(this.lab.postgres(), processes(), processName("postgresql"),
					this.disk.at(POSTGRES_DATA), localPort(POSTGRES_PORT));
		}
		return this.postgres;
	}

	String name() {
		return this.name;
	}

	/**
	 * A file on its disk.
	 * @param path absolute
	 * @return where it is on this computer
	 */
	public Path file(String path) {
		return this.disk.at(path);
	}

	Disk disk() {
		return this.disk;
	}

	FastStart fastStart() {
		return this.fastStart;
	}

	Processes processes() {
		return this.lab.processes();
	}

	LocalStack localStack() {
		return this.lab.localStack();
	}

	String processName(String unit) {
		return this.name.replace('/', '-') + "-" + unit.replace(".service", "");
	}

	void publish(Event.Kind kind, String message) {
		this.lab.events().publish(kind, this.name, message);
	}

	void enable(String unit) throws IOException {
		Files.createDirectories(this.disk.at(ENABLED));
		Files.write(this.disk.at(ENABLED + "/" + unit), new byte[0]);
	}

	void start(String unit) {
		if (unit.equals(POSTGRES)) {
			OwnedProcess server = postgres().start();
			publish(Event.Kind.STARTED, "%s, process %d".formatted(POSTGRES, server.pid()));
			server.exit()
				.thenAccept((code) -> publish(server.toldToStop() ? Event.Kind.STOPPED : Event.Kind.DIED,
						"%s ended with %d".formatted(POSTGRES, code)));
			return;
		}
		if (unit.equals(CloudWatchAgent.UNIT)) {
			this.cloudWatchAgent.start();
			return;
		}
		Unit read = Unit.read(this.disk.at("/etc/systemd/system/" + unit));
		Service service = new Service(this, read);
		Service before = this.services.put(unit, service);
		if (before != null) {
			before.stop();
		}
		service.start();
	}

	void stop(String unit) {
		if (unit.equals(POSTGRES)) {
			postgres().stop();
			return;
		}
		Service service = this.services.get(unit);
		if (service != null) {
			service.stop();
		}
	}

	/**
	 * The value of a variable on this computer: paths lie on the box's disk, its ports
	 * are private ones.
	 */
	String localise(String variable, String value) {
		if (variable.equals("SERVER_PORT")) {
			return Integer.toString(localPort(Integer.parseInt(value)));
		}
		String withPorts = LOCAL_PORT.matcher(value).replaceAll((match) -> {
			int port = Integer.parseInt(match.group(2));
			// The address of another stand-in is 127.0.0.1 with a port that is none here.
			boolean own = match.group(1).equals("localhost") || this.ports.containsKey(port);
			return own ? "127.0.0.1:" + localPort(port) : match.group();
		});
		return this.disk.localise(withPorts);
	}

	boolean awaitListening(int port, OwnedProcess process, Duration limit) {
		try {
			Ports.await(address(localPort(port)), process, limit);
			return true;
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

	private int localPort(int port) {
		return this.ports.computeIfAbsent(port, (key) -> Ports.free());
	}

	private static InetSocketAddress address(int port) {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
	}

}
