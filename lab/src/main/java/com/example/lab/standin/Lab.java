package com.example.lab.standin;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import com.example.lab.assembly.StackTemplate;
import com.example.lab.event.Events;
import com.example.lab.localstack.LocalStack;
import com.example.lab.postgres.PostgresBinaries;
import com.example.lab.process.Processes;
import com.example.lab.tls.CertificateAuthority;
import org.jspecify.annotations.Nullable;

/**
 * What stand-ins find around them: folders, the owner of their processes, the events,
 * each other.
 */
public final class Lab {

	private final Path home;

	private final Path cache;

	private final Processes processes;

	private final Events events;

	private final LabClock clock;

	private final Map<Integer, Integer> wantedPorts;

	private final boolean quickStart;

	private final Map<String, String> environment = new LinkedHashMap<>();

	private final Map<String, StandIn> standIns = new LinkedHashMap<>();

	private @Nullable LocalStack localStack;

	private @Nullable StackTemplate template;

	/**
	 * The surroundings of one local cloud.
	 * @param home a folder of this run, deleted at its end
	 * @param cache a folder that outlives runs
	 * @param processes who owns what is started
	 * @param events where everything that happens is told
	 * @param clock what shortens long times
	 * @param wantedPorts which port of this computer to try first for a public port
	 * @param quickStart whether JVMs leave out their optimising compiler
	 */
	public Lab(Path home, Path cache, Processes processes, Events events, LabClock clock,
			Map<Integer, Integer> wantedPorts, boolean quickStart) {
		this.home = home;
		this.cache = cache;
		this.processes = processes;
		this.events = events;
		this.clock = clock;
		this.wantedPorts = wantedPorts;
		this.quickStart = quickStart;
	}

	/**
	 * A folder of this run.
	 * @return deleted at the end of the run
	 */
	public Path home() {
		return this.home;
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
	 * Where everything that happens is told.
	 * @return the events of this run
	 */
	public Events events() {
		return this.events;
	}

	/**
	 * What shortens long times.
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
	 * Makes LocalStack known, before the first stand-in starts.
	 * @param localStack a running LocalStack
	 */
	public void connect(LocalStack localStack) {
		this.localStack = localStack;
	}

	/**
	 * The running LocalStack.
	 * @return its endpoint and clients
	 * @throws IllegalStateException while stand-ins are only reserved
	 */
	public LocalStack localStack() {
		if (this.localStack == null) {
			throw new IllegalStateException("LocalStack is not there yet: ask for it once the stand-in starts");
		}
		return this.localStack;
	}

	/**
	 * Which port of this computer to try first for a public port of the architecture.
	 * @param publicPort such as 80
	 * @return 0 for any
	 */
	public int wantedPort(int publicPort) {
		return this.wantedPorts.getOrDefault(publicPort, 0);
	}

	/**
	 * Whether the JVMs of servers leave out their optimising compiler.
	 * @return true unless throughput is measured
	 */
	public boolean quickStart() {
		return this.quickStart;
	}

	/**
	 * Says which template's stand-ins are reserved next.
	 * @param template the template of one stack
	 */
	public void enter(StackTemplate template) {
		this.template = template;
	}

	/**
	 * The template whose stand-ins are being reserved, for those that depend on what
	 * other resources say about them.
	 * @return the template of one stack
	 * @throws IllegalStateException before it is known
	 */
	public StackTemplate template() {
		if (this.template == null) {
			throw new IllegalStateException("No template is known yet");
		}
		return this.template;
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
				localStack().endpoint().toString(), "AWS_REGION", "us-east-1", "AWS_EC2_METADATA_DISABLED", "true"));
		if (role) {
			String account = localStack().account();
			variables.putAll(Map.of("AWS_ACCESS_KEY_ID", account, "AWS_SECRET_ACCESS_KEY", account));
		}
		variables.putAll(this.environment);
		return variables;
	}

	/**
	 * Makes a stand-in known to the others.
	 * @param logicalId of its resource
	 * @param standIn the stand-in
	 */
	public void add(String logicalId, StandIn standIn) {
		this.standIns.put(logicalId, standIn);
	}

	/**
	 * All stand-ins.
	 * @return by logical id, in the order in which they were reserved
	 */
	public Map<String, StandIn> standIns() {
		return this.standIns;
	}

}
