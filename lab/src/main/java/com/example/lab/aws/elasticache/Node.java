package com.example.lab.aws.elasticache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.example.lab.network.Ports;
import com.example.lab.process.Folders;
import com.example.lab.process.OwnedProcess;
import com.example.lab.standin.LabContext;
import com.example.lab.tls.CertificateAuthority;
import org.jspecify.annotations.Nullable;

/**
 * One server of a cache: a Redis process in cluster mode with TLS. It keeps its data in
 * memory alone, so that it is empty each time it starts.
 */
final class Node {

	/** The user of the lab, who may do what clients may not. */
	private static final String USER = "lab";

	private static final Duration START_LIMIT = Duration.ofSeconds(20);

	private static final Duration EXCHANGE_LIMIT = Duration.ofSeconds(6);

	private static final int EXCHANGES = 4;

	/**
	 * Clients sign in without a password, as the default user of a serverless cache, and
	 * run no command that administers servers.
	 */
	private static final String CONFIGURATION = """
			port 0
			tls-port %1$d
			bind 127.0.0.1
			tls-cert-file "%2$s"
			tls-key-file "%3$s"
			tls-ca-cert-file "%4$s"
			tls-auth-clients no
			tls-replication yes
			cluster-enabled yes
			cluster-port %5$d
			cluster-announce-ip 127.0.0.1
			cluster-announce-port %6$d
			cluster-node-timeout 2000
			repl-diskless-sync-delay 0
			repl-ping-replica-period 1
			save ""
			appendonly no
			maxmemory %7$d
			maxmemory-policy volatile-lru
			user default on nopass ~* &* +@all -@admin
			user lab on >%8$s ~* &* +@all
			masteruser lab
			masterauth %8$s
			""";

	private final String name;

	private final LabContext lab;

	private final String zone;

	private final String password;

	private final Path folder;

	private final int port = Ports.free();

	private final int busPort = Ports.free();

	private volatile @Nullable OwnedProcess process;

	private volatile boolean off;

	/**
	 * A server that does not run yet.
	 * @param name of its process, and of its log
	 * @param zone where it is
	 * @param password of the lab's own user, the same for all servers of a cache
	 */
	Node(String name, LabContext lab, String zone, String password) {
		this.name = name;
		this.lab = lab;
		this.zone = zone;
		this.password = password;
		this.folder = lab.folder("elasticache", name);
	}

	/**
	 * Starts it, empty and in no cluster.
	 * @param announcedPort the port that clients get
	 * @param bytes how much memory its data may take; 0 for no limit
	 * @param death called when it ends on its own
	 */
	void start(int announcedPort, long bytes, Consumer<Node> death) throws IOException {
		if (this.off) {
			throw new IllegalStateException("%s does not start: its zone has lost its power".formatted(this.name));
		}
		Folders.delete(this.folder);
		Files.createDirectories(this.folder);
		Path file = this.folder.resolve("redis.conf");
		CertificateAuthority authority = this.lab.certificateAuthority();
		Files.writeString(file, CONFIGURATION.formatted(this.port, authority.serverCertificate(), authority.serverKey(),
				authority.certificate(), this.busPort, announcedPort, bytes, this.password));
		Path program = RedisBinary.unpackedIn(this.lab.cache());
		OwnedProcess started = this.lab.processes()
			.start(this.name, List.of(program.toString(), file.toString()), Map.of(), this.folder);
		this.process = started;
		Ports.await(address(), started, START_LIMIT);
		started.exit().thenRun(() -> {
			if (!started.toldToStop()) {
				death.accept(this);
			}
		});
	}

	String zone() {
		return this.zone;
	}

	InetSocketAddress address() {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port);
	}

	boolean runs() {
		OwnedProcess running = this.process;
		return running != null && running.alive();
	}

	@Nullable OwnedProcess process() {
		return this.process;
	}

	/** Runs a command as the lab. */
	String run(String... command) throws IOException {
		return RedisCommand.run(address(), this.lab.certificateAuthority().clientContext(), USER, this.password,
				command);
	}

	/** Makes another server known to it, and waits until both know each other. */
	void meet(Node other) throws IOException {
		run("CLUSTER", "MEET", "127.0.0.1", Integer.toString(other.port), Integer.toString(other.busPort));
		String id = other.id();
		String own = id();
		await("meet " + other.name,
				() -> run("CLUSTER", "NODES").contains(id) && other.run("CLUSTER", "NODES").contains(own));
	}

	/** Copies the data of another server, and follows it. */
	void follow(Node primary) throws IOException {
		String id = primary.id();
		await("follow " + primary.name, () -> {
			try {
				return run("CLUSTER", "REPLICATE", id).equals("OK");
			}
			catch (IOException ex) {
				// It does not know the other's role yet.
				return false;
			}
		});
		await("copy " + primary.name, () -> run("INFO", "replication").contains("master_link_status:up"));
	}

	String id() throws IOException {
		return run("CLUSTER", "MYID");
	}

	boolean isPrimary() throws IOException {
		return run("INFO", "replication").contains("role:master");
	}

	/** Waits for a state, unless it ends meanwhile. */
	void await(String what, State state) throws IOException {
		if (!reaches(state, START_LIMIT)) {
			throw new IOException("%s cannot %s".formatted(this.name, what));
		}
	}

	private boolean reaches(State state, Duration limit) throws IOException {
		long end = System.nanoTime() + limit.toNanos();
		while (!state.reached()) {
			if (System.nanoTime() > end || !runs()) {
				return false;
			}
			Ports.pause();
		}
		return true;
	}

	/**
	 * Exchanges its role with its primary, once it has all that the primary has. Redis
	 * gives up after five seconds, such as soon after another exchange.
	 */
	void exchangeRoles() throws IOException {
		for (int i = 0; i < EXCHANGES; i++) {
			run("CLUSTER", "FAILOVER");
			if (reaches(this::isPrimary, EXCHANGE_LIMIT)) {
				return;
			}
		}
		throw new IOException("%s cannot take over".formatted(this.name));
	}

	/** Dies at once. */
	void kill() {
		OwnedProcess running = this.process;
		if (running == null || !running.alive()) {
			throw new IllegalStateException("%s does not run".formatted(this.name));
		}
		running.kill();
	}

	/** Dies, and cannot start again until {@link #powerOn}. */
	void powerOff() {
		this.off = true;
		if (runs()) {
			kill();
		}
	}

	void powerOn() {
		this.off = false;
	}

	boolean isOff() {
		return this.off;
	}

	void stop() {
		OwnedProcess running = this.process;
		if (running != null && running.alive()) {
			running.stop(Duration.ofSeconds(5));
		}
	}

	/** Ends for good. */
	void delete() {
		stop();
		try {
			Folders.delete(this.folder);
		}
		catch (UncheckedIOException ex) {
			// It is deleted with the run.
		}
	}

	/** What a server is waited for. */
	@FunctionalInterface
	interface State {

		boolean reached() throws IOException;

	}

}
