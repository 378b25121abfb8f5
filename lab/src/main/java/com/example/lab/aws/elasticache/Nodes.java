package com.example.lab.aws.elasticache;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.example.lab.event.Event;
import com.example.lab.process.OwnedProcess;
import com.example.lab.process.Threads;
import com.example.lab.standin.LabContext;
import org.jspecify.annotations.Nullable;

/**
 * The two servers of a cache, of which one is the primary and the other, in another zone,
 * its replica. Their roles change, and the ports of clients do not: the primary is behind
 * the one port, the replica behind the other. One thread changes roles, one change after
 * the other.
 */
final class Nodes implements AutoCloseable {

	/** ElastiCache does not document its times. */
	private static final Duration TAKEOVER = Duration.ofSeconds(5);

	private static final Duration REPLACEMENT = Duration.ofSeconds(30);

	private final String name;

	private final LabContext lab;

	private final int primaryPort;

	private final int readerPort;

	private final Runnable cut;

	private final List<Node> all;

	private final ScheduledExecutorService changes;

	private volatile UsageLimits limits = new UsageLimits(0, 0);

	private volatile @Nullable Node primary;

	private volatile @Nullable Node replica;

	private volatile boolean stopped;

	/**
	 * Two servers that do not run yet.
	 * @param name of the resource
	 * @param zones the zones of the cache
	 * @param primaryPort where clients find the primary
	 * @param readerPort where they find the replica
	 * @param cut ends all connections of clients
	 */
	Nodes(String name, LabContext lab, List<String> zones, int primaryPort, int readerPort, Runnable cut) {
		this.name = name;
		this.lab = lab;
		this.primaryPort = primaryPort;
		this.readerPort = readerPort;
		this.cut = cut;
		byte[] password = new byte[24];
		new SecureRandom().nextBytes(password);
		String file = name.replace('/', '-');
		String secret = HexFormat.of().formatHex(password);
		this.all = List.of(new Node(file + "-1", lab, zones.get(0), secret),
				new Node(file + "-2", lab, zones.get(zones.size() - 1), secret));
		this.changes = Executors.newSingleThreadScheduledExecutor(Threads.daemon("cache-" + file));
	}

	/** Starts both, empty. */
	void start(UsageLimits limits) throws IOException, InterruptedException {
		this.limits = limits;
		await(this::startBoth);
	}

	private void startBoth() throws IOException {
		this.stopped = false;
		Node first = this.all.get(0);
		first.start(this.primaryPort, this.limits.bytes(), this::died);
		first.run("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
		this.primary = first;
		join(this.all.get(1), first);
		first.await("serve", () -> first.run("CLUSTER", "INFO").contains("cluster_state:ok"));
	}

	private void join(Node node, Node primary) throws IOException {
		node.start(this.readerPort, this.limits.bytes(), this::died);
		node.meet(primary);
		node.follow(primary);
		this.replica = node;
	}

	/** Takes another limit. */
	void limit(UsageLimits other) throws IOException {
		for (Node node : this.all) {
			if (node.runs()) {
				node.run("CONFIG", "SET", "maxmemory", Long.toString(other.bytes()));
			}
		}
		this.limits = other;
	}

	@Nullable InetSocketAddress primaryAddress() {
		Node now = this.primary;
		return (now != null) ? now.address() : null;
	}

	/** The primary, while there is no replica. */
	@Nullable InetSocketAddress readerAddress() {
		Node now = this.replica;
		return (now != null) ? now.address() : primaryAddress();
	}

	/**
	 * The processes that run now.
	 */
	Collection<OwnedProcess> processes() {
		return this.all.stream().map(Node::process).filter(Objects::nonNull).filter(OwnedProcess::alive).toList();
	}

	List<String> zones() {
		return this.all.stream().map(Node::zone).distinct().sorted().toList();
	}

	/** Dies, and its replica takes over. */
	void kill() {
		running().kill();
	}

	/** Runs a command on the primary. */
	String run(String... command) throws IOException {
		return running().run(command);
	}

	private Node running() {
		Node now = this.primary;
		if (now == null) {
			throw new IllegalStateException("%s has no primary now".formatted(this.name));
		}
		return now;
	}

	/** Exchanges the roles without losing a write. */
	void failOver() throws InterruptedException {
		await(() -> {
			Node old = running();
			Node next = this.replica;
			if (next == null) {
				throw new IOException("%s has no replica now".formatted(this.name));
			}
			long begin = System.nanoTime();
			next.exchangeRoles();
			this.primary = next;
			this.replica = old;
			next.run("CONFIG", "SET", "cluster-announce-port", Integer.toString(this.primaryPort));
			old.run("CONFIG", "SET", "cluster-announce-port", Integer.toString(this.readerPort));
			this.cut.run();
			publish(Event.Kind.HEALTHY, "failed over to %s in %d ms; nothing is lost".formatted(next.zone(),
					TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)));
		});
	}

	/** Deletes all keys. */
	void flush() throws IOException {
		running().run("FLUSHALL");
		publish(Event.Kind.DISK, "all keys are deleted");
	}

	/** Ends both servers, whose data is lost. */
	void stop() throws InterruptedException {
		await(() -> {
			this.stopped = true;
			this.primary = null;
			this.replica = null;
			this.all.forEach(Node::stop);
			publish(Event.Kind.STOPPED, "does not respond until the drill start; all keys are lost");
		});
	}

	/** Starts both after {@link #stop}. */
	void startAgain() throws InterruptedException {
		await(() -> {
			if (!this.stopped) {
				throw new IllegalStateException("%s runs already".formatted(this.name));
			}
			startBoth();
			publish(Event.Kind.HEALTHY, "responds again, without data");
		});
	}

	void zoneDown(String zone) {
		this.all.stream().filter((node) -> node.zone().equals(zone)).forEach(Node::powerOff);
	}

	void zoneUp(String zone) {
		this.all.stream().filter((node) -> node.zone().equals(zone) && node.isOff()).forEach((node) -> {
			node.powerOn();
			later(Duration.ZERO, () -> replace(node));
		});
	}

	/**
	 * Roles, and how much is in use; empty while it does not run.
	 */
	String condition() {
		Node first = this.primary;
		Node second = this.replica;
		if (first == null) {
			return this.stopped ? "stopped" : "no primary";
		}
		try {
			String used = first.run("INFO", "memory")
				.lines()
				.filter((line) -> line.startsWith("used_memory_human:"))
				.findFirst()
				.orElse("");
			return "primary in %s, %s; %s of memory in use".formatted(first.zone(),
					(second != null) ? "replica in " + second.zone() : "no replica",
					used.substring(used.indexOf(':') + 1));
		}
		catch (IOException ex) {
			return "does not respond";
		}
	}

	@Override
	public void close() {
		this.stopped = true;
		this.changes.shutdownNow();
		try {
			this.changes.awaitTermination(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.primary = null;
		this.replica = null;
		this.all.forEach(Node::delete);
	}

	private void died(Node node) {
		if (this.stopped) {
			return;
		}
		boolean wasPrimary = node == this.primary;
		if (wasPrimary) {
			this.primary = null;
		}
		else {
			this.replica = null;
		}
		Duration takeover = this.lab.clock().shorten(TAKEOVER);
		publish(Event.Kind.DIED,
				wasPrimary
						? "the primary in %s died; its replica takes over after about %d s, here %s"
							.formatted(node.zone(), TAKEOVER.toSeconds(), seconds(takeover))
						: "the replica in %s died".formatted(node.zone()));
		if (wasPrimary) {
			later(takeover, this::takeOver);
		}
		later(this.lab.clock().shorten(REPLACEMENT), () -> replace(node));
	}

	private void takeOver() throws IOException {
		Node next = this.replica;
		if (next == null) {
			publish(Event.Kind.UNHEALTHY, "has neither primary nor replica; all keys are lost");
			return;
		}
		next.run("CONFIG", "SET", "cluster-announce-port", Integer.toString(this.primaryPort));
		// Two servers have no majority, so that it needs no votes.
		next.run("CLUSTER", "FAILOVER", "TAKEOVER");
		next.await("take over", next::isPrimary);
		this.replica = null;
		this.primary = next;
		this.cut.run();
		publish(Event.Kind.HEALTHY, "the replica in %s is the primary now".formatted(next.zone()));
	}

	/** A new server takes the place of one that died. */
	private void replace(Node node) throws IOException {
		if (node.runs() || node.isOff()) {
			return;
		}
		Node now = this.primary;
		if (now == null) {
			if (this.all.stream().anyMatch(Node::runs)) {
				later(this.lab.clock().shorten(TAKEOVER), () -> replace(node));
				return;
			}
			node.start(this.primaryPort, this.limits.bytes(), this::died);
			node.run("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
			this.primary = node;
			publish(Event.Kind.HEALTHY, "has a new primary in %s, without data".formatted(node.zone()));
			return;
		}
		forgetOthers(now);
		join(node, now);
		publish(Event.Kind.HEALTHY, "has a replica in %s again".formatted(node.zone()));
	}

	private static void forgetOthers(Node primary) throws IOException {
		String own = primary.id();
		for (String line : primary.run("CLUSTER", "NODES").lines().toList()) {
			String id = line.substring(0, line.indexOf(' '));
			if (!id.equals(own)) {
				primary.run("CLUSTER", "FORGET", id);
			}
		}
	}

	private void await(Change change) throws InterruptedException {
		try {
			this.changes.submit(() -> {
				change.make();
				return null;
			}).get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(Objects.requireNonNullElse(ex.getCause(), ex).getMessage(), ex);
		}
	}

	private void later(Duration wait, Change change) {
		try {
			this.changes.schedule(() -> {
				try {
					if (!this.stopped) {
						change.make();
					}
				}
				catch (IOException | RuntimeException ex) {
					if (!this.stopped) {
						publish(Event.Kind.UNHEALTHY, "does not recover: " + ex.getMessage());
					}
				}
			}, wait.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// It is closed.
		}
	}

	private static String seconds(Duration time) {
		return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
	}

	private void publish(Event.Kind kind, String message) {
		this.lab.events().publish(kind, this.name, message);
	}

	/** A change of roles. */
	@FunctionalInterface
	private interface Change {

		void make() throws IOException;

	}

}
