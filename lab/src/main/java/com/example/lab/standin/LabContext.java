package com.example.lab.standin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

import com.example.lab.assembly.StackTemplate;
import com.example.lab.event.Events;
import com.example.lab.localstack.LocalStack;
import com.example.lab.metric.Metrics;
import com.example.lab.network.StablePort;
import com.example.lab.network.TcpProxy;
import com.example.lab.postgres.PostgresBinaries;
import com.example.lab.process.Processes;
import com.example.lab.tls.CertificateAuthority;
import org.jspecify.annotations.Nullable;

/**
 * What stand-ins share: folders, the owner of their processes, the events, and references
 * to each other.
 */
public final class LabContext {

	private final Path home;

	private final Path cache;

	private final Processes processes;

	private final Events events;

	private final LabClock clock;

	private final Map<Integer, Integer> wantedPorts;

	private final boolean quickStart;

	private final Map<String, String> environment;

	private final Map<Class<?>, Object> shared;

	private final Map<String, Member> members;

	private final Map<String, StablePort> ports;

	private final Set<Path> folders;

	private final Metrics metrics;

	/** Replaced as a whole, since other threads read it while more are reserved. */
	private volatile Map<String, StandIn> standIns = Map.of();

	private volatile @Nullable StackTemplate template;

	private final Clients clients = new Clients();

	private @Nullable LocalStack localStack;

	/**
	 * The context of one local cloud.
	 * @param home a folder of this run, deleted at its end
	 * @param cache a folder that outlives runs
	 * @param processes owns everything that is started
	 * @param events gets everything that happens
	 * @param clock shortens long delays
	 * @param wantedPorts which port of this computer to try first for a public port
	 * @param quickStart whether JVMs leave out their optimising compiler
	 */
	public LabContext(Path home, Path cache, Processes processes, Events events, LabClock clock,
			Map<Integer, Integer> wantedPorts, boolean quickStart) {
		this.home = home;
		this.cache = cache;
		this.processes = processes;
		this.events = events;
		this.clock = clock;
		this.wantedPorts = new HashMap<>(wantedPorts);
		this.quickStart = quickStart;
		this.environment = new LinkedHashMap<>();
		this.shared = new HashMap<>();
		this.members = new ConcurrentSkipListMap<>();
		this.ports = new ConcurrentHashMap<>();
		this.folders = ConcurrentHashMap.newKeySet();
		this.template = null;
		this.metrics = metrics(events, clock);
	}

	private LabContext(LabContext cloud, StackTemplate template) {
		this.home = cloud.home;
		this.cache = cloud.cache;
		this.processes = cloud.processes;
		this.events = cloud.events;
		this.clock = cloud.clock;
		this.wantedPorts = cloud.wantedPorts;
		this.quickStart = cloud.quickStart;
		this.environment = cloud.environment;
		this.shared = cloud.shared;
		this.members = cloud.members;
		this.ports = cloud.ports;
		this.folders = cloud.folders;
		this.template = template;
		this.metrics = metrics(cloud.events, cloud.clock);
	}

	private static Metrics metrics(Events events, LabClock clock) {
		return new Metrics(events, clock.shorten(Duration.ofMinutes(1)));
	}

	/**
	 * The context of the stand-ins of one stack: its template, its Region, and only its
	 * own stand-ins.
	 * @param template the template of one stack
	 * @return without LocalStack, until {@link #connect}
	 */
	public LabContext in(StackTemplate template) {
		return new LabContext(this, template);
	}

	/**
	 * A folder of this run.
	 * @return deleted at the end of the run
	 */
	public Path home() {
		return this.home;
	}

	/**
	 * A folder of this run for a part that may be replaced by one with the same name,
	 * while both run.
	 * @param kind such as {@code disks}
	 * @param name of the part, such as {@code Servers/A}
	 * @return another one each time; it is not made
	 */
	public Path folder(String kind, String name) {
		Path wanted = this.home.resolve(kind).resolve(name.replace('/', '-'));
		Path folder = wanted;
		for (int i = 2; !this.folders.add(folder); i++) {
			folder = wanted.resolveSibling("%s-%d".formatted(wanted.getFileName(), i));
		}
		return folder;
	}

	/**
	 * A port of the architecture. Its number stays when another part with the same name
	 * asks for it, which gets connections once it takes them.
	 * @param name of the part, such as {@code Servers/A}
	 * @param publicPort its number in the template
	 * @param target asked for each connection
	 * @param left called once for each connection that got an address, when it has ended
	 * @return a port, which its part closes
	 */
	public StablePort port(String name, int publicPort, TcpProxy.Target target, Runnable left) {
		return Objects.requireNonNull(this.ports.compute(name + ":" + publicPort, (unused, before) -> {
			StablePort holder = (before != null) ? before.holder() : null;
			if (holder != null) {
				return new StablePort(holder, target, left);
			}
			// One that was closed and is opened again has the number that it had.
			return new StablePort((before != null) ? before.port() : wantedPort(publicPort), target, left);
		}));
	}

	/**
	 * A folder that outlives runs and that several runs share.
	 * @return a folder
	 */
	public Path cache() {
		return this.cache;
	}

	/**
	 * The owner of everything that is started.
	 * @return processes and folders
	 */
	public Processes processes() {
		return this.processes;
	}

	/**
	 * Gets everything that happens.
	 * @return the events of this run
	 */
	public Events events() {
		return this.events;
	}

	/**
	 * Shortens long delays.
	 * @return the clock of this run
	 */
	public LabClock clock() {
		return this.clock;
	}

	/**
	 * The programs of PostgreSQL, unpacked at the first call.
	 * @return the programs
	 */
	public PostgresBinaries postgres() {
		return PostgresBinaries.unpackedIn(this.cache);
	}

	/**
	 * The authority that the certificates of all servers here come from, made at the
	 * first call.
	 * @return the same for all runs that share the cache
	 */
	public CertificateAuthority certificateAuthority() {
		return CertificateAuthority.keptIn(this.cache, this.processes);
	}

	/**
	 * Sets the LocalStack to use, before the first stand-in starts.
	 * @param localStack a running LocalStack
	 */
	public void connect(LocalStack localStack) {
		LocalStack there = localStack.region().equals(region()) ? localStack : localStack.region(region());
		this.localStack = there;
		this.metrics.connect(there);
	}

	/**
	 * The running LocalStack.
	 * @return its endpoint, and clients in the Region of the stack
	 * @throws IllegalStateException while stand-ins are only reserved
	 */
	public LocalStack localStack() {
		if (this.localStack == null) {
			throw new IllegalStateException("LocalStack is not running yet: use it once the stand-in starts");
		}
		return this.localStack;
	}

	/**
	 * The metrics of the stand-ins of the stack.
	 * @return the metrics of this run
	 */
	public Metrics metrics() {
		return this.metrics;
	}

	/**
	 * Which port of this computer to try first for a public port of the architecture.
	 * Only the first stand-in that asks gets it, so that no two compete for it.
	 * @param publicPort such as 80
	 * @return 0 for any
	 */
	public int wantedPort(int publicPort) {
		Integer wanted = this.wantedPorts.remove(publicPort);
		return (wanted != null) ? wanted : 0;
	}

	/**
	 * Whether the JVMs of servers leave out their optimising compiler.
	 * @return true unless throughput is measured
	 */
	public boolean quickStart() {
		return this.quickStart;
	}

	/**
	 * The template of the stack, for stand-ins that depend on what other resources say
	 * about them.
	 * @return the template of one stack
	 * @throws IllegalStateException outside a stack
	 */
	public StackTemplate template() {
		StackTemplate now = this.template;
		if (now == null) {
			throw new IllegalStateException("There is no template outside a stack");
		}
		return now;
	}

	/**
	 * Where the stack is deployed.
	 * @return such as {@code us-east-1}
	 */
	public String region() {
		StackTemplate now = this.template;
		return (now != null) ? now.region() : StackTemplate.DEFAULT_REGION;
	}

	/**
	 * A part that all stacks of the cloud share, such as the one process of a service.
	 * @param type its class
	 * @param make makes it, when it is first asked for
	 * @return the same each time
	 */
	public <T> T shared(Class<T> type, Supplier<T> make) {
		Object part = this.shared.get(type);
		if (part == null) {
			part = make.get();
			this.shared.put(type, part);
		}
		return type.cast(part);
	}

	/**
	 * What AWS clients in this cloud must know beside LocalStack's address, such as the
	 * address of a service that a stand-in runs. Stand-ins add to it while they are
	 * reserved.
	 * @return environment variables, which every server gets
	 */
	public Map<String, String> environment() {
		return this.environment;
	}

	/**
	 * The environment of a server whose AWS clients talk to this cloud. The address is
	 * there in any case, so that nothing goes to the real AWS; keys come with a role.
	 * @param role whether the server has one
	 * @return environment variables
	 */
	public Map<String, String> awsEnvironment(boolean role) {
		Map<String, String> variables = new LinkedHashMap<>(Map.of("AWS_ENDPOINT_URL",
				localStack().endpoint().toString(), "AWS_REGION", region(), "AWS_EC2_METADATA_DISABLED", "true"));
		if (role) {
			String account = localStack().account();
			variables.putAll(Map.of("AWS_ACCESS_KEY_ID", account, "AWS_SECRET_ACCESS_KEY", account));
		}
		variables.putAll(this.environment);
		return variables;
	}

	/**
	 * The stand-ins whose processes connect to others.
	 * @return those that have made themselves known so far
	 */
	public Clients clients() {
		return this.clients;
	}

	/**
	 * Makes a stand-in known to the others of the stack.
	 * @param logicalId of its resource
	 * @param standIn the stand-in
	 */
	public synchronized void add(String logicalId, StandIn standIn) {
		Map<String, StandIn> more = new LinkedHashMap<>(this.standIns);
		more.put(logicalId, standIn);
		this.standIns = Collections.unmodifiableMap(more);
	}

	/**
	 * Continues with other stand-ins and another template: the stack is updated, or an
	 * update has failed.
	 * @param other what the stack is updated with, in the same Region
	 * @param standIns of the stack, by logical id
	 */
	public synchronized void update(StackTemplate other, Map<String, StandIn> standIns) {
		this.template = other;
		this.standIns = Collections.unmodifiableMap(new LinkedHashMap<>(standIns));
	}

	/**
	 * Adds a stand-in while the architecture runs.
	 * @param name its name, such as {@code Servers/Fleet/i-0123}: the name of its owner
	 * comes first
	 * @param member the stand-in, which runs
	 */
	public void join(String name, Member member) {
		this.members.put(name, member);
	}

	/**
	 * Removes a stand-in that was added while the architecture runs. Its owner closes it.
	 * @param name its name
	 */
	public void leave(String name) {
		this.members.remove(name);
	}

	/**
	 * The stand-ins of all stacks that were added while the architecture runs.
	 * @return by name, as they are now
	 */
	public Map<String, Member> members() {
		return new LinkedHashMap<>(this.members);
	}

	/**
	 * Finds the stand-in to which a reference leads.
	 * @param type its class, or an interface
	 * @param ref what {@code Ref} gives for its resource
	 * @return empty if the stack has none of that type
	 */
	public <T> Optional<T> find(Class<T> type, String ref) {
		return this.standIns.values()
			.stream()
			.filter((standIn) -> type.isInstance(standIn) && standIn.ref().equals(ref))
			.map(type::cast)
			.findFirst();
	}

	/**
	 * The stand-ins of the stack.
	 * @return by logical id, in the order in which they were reserved
	 */
	public Map<String, StandIn> standIns() {
		return this.standIns;
	}

}
