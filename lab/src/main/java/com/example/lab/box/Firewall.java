package com.example.lab.box;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.example.lab.assembly.Resource;
import com.example.lab.event.Event;
import com.example.lab.network.StablePort;
import com.example.lab.standin.Drill;
import com.example.lab.standin.LabContext;

/** The ports of a box that are open to this computer, each through a proxy. */
public final class Firewall implements AutoCloseable {

	private static final int MOST_PORTS = 32;

	private static final int HTTP = 80;

	private final String name;

	private final LabContext lab;

	private final Box box;

	private final Resource resource;

	private final Map<Integer, StablePort> open = new ConcurrentSkipListMap<>();

	/**
	 * Opens ports.
	 * @param resource the server
	 * @param lab its context
	 * @param box what is behind the proxies
	 * @param ports the ports to open; each is opened once
	 * @throws IllegalArgumentException if there are more than the lab opens
	 */
	public Firewall(Resource resource, LabContext lab, Box box, IntStream ports) {
		this.resource = resource;
		this.name = resource.name();
		this.lab = lab;
		this.box = box;
		open(ports);
	}

	/**
	 * Opens other ports; those that were open and stay so are left alone.
	 * @param ports the ports to open; each is opened once
	 * @throws IllegalArgumentException if there are more than the lab opens
	 */
	public void open(IntStream ports) {
		List<Integer> wanted = ports.distinct().limit(MOST_PORTS + 1).boxed().toList();
		if (wanted.size() > MOST_PORTS) {
			throw new IllegalArgumentException("%s opens %d ports or more; the lab opens %d at most"
				.formatted(this.resource.path(), wanted.size(), MOST_PORTS));
		}
		this.open.forEach((port, proxy) -> {
			if (!wanted.contains(port)) {
				proxy.close();
				this.open.remove(port);
			}
		});
		wanted.stream().filter((port) -> !this.open.containsKey(port)).forEach(this::open);
	}

	/** Gets the connections that a box with the same name had before. */
	public void take() {
		this.open.values().forEach(StablePort::take);
	}

	/**
	 * Where each port is reached.
	 * @return for the ledger
	 */
	public String addresses() {
		return this.open.entrySet()
			.stream()
			.map((open) -> "%d at 127.0.0.1:%d".formatted(open.getKey(), open.getValue().port()))
			.collect(Collectors.joining(", "));
	}

	/**
	 * The address that the world uses: that of port 80, else of the first open port.
	 * @return host and port, or only a host when no port is open
	 */
	public String publicAddress() {
		StablePort http = this.open.get(HTTP);
		return ((http != null) ? List.of(http) : this.open.values()).stream()
			.findFirst()
			.map((proxy) -> "127.0.0.1:" + proxy.port())
			.orElse("127.0.0.1");
	}

	/**
	 * The drill that makes the network slow.
	 * @return a drill named {@code slow}
	 */
	public Drill slow() {
		return Drill.slow("the box", (delay) -> this.open.values().forEach((proxy) -> proxy.slow(delay)));
	}

	@Override
	public void close() {
		this.open.values().forEach(StablePort::close);
	}

	private void open(int port) {
		StablePort proxy = this.lab.port(this.name, port, (connection) -> this.box.listener(port), () -> {
		});
		this.open.put(port, proxy);
		this.lab.events()
			.publish((proxy.taken() == 0) ? Event.Kind.RESERVED : Event.Kind.WARNING, this.name,
					(proxy.taken() == 0) ? "port %d is 127.0.0.1:%d".formatted(port, proxy.port())
							: "port %d of this computer is taken, so port %d is 127.0.0.1:%d".formatted(proxy.taken(),
									port, proxy.port()));
	}

}
