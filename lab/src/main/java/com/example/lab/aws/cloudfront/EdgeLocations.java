package com.example.lab.aws.cloudfront;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.example.lab.event.Event;
import com.example.lab.standin.LabContext;

/** The edge locations of a distribution: one from the beginning, more on request. */
final class EdgeLocations implements AutoCloseable {

	private static final int MOST = 9;

	private final String distribution;

	private final LabContext lab;

	private final Function<EdgeLocation, Edge> edge;

	private final List<EdgeLocation> all = new CopyOnWriteArrayList<>();

	/**
	 * Reserves the ports of the first one.
	 * @param distribution its name, for events
	 * @param edge makes what answers requests at a location
	 */
	EdgeLocations(String distribution, LabContext lab, Function<EdgeLocation, Edge> edge) {
		this.distribution = distribution;
		this.lab = lab;
		this.edge = edge;
		add(lab.wantedPort(80), lab.wantedPort(443));
	}

	EdgeLocation first() {
		return this.all.get(0);
	}

	/** Where each is reached by one of its ports. */
	List<URI> addresses(String scheme, Function<EdgeLocation, EdgePort> port) {
		return this.all.stream().map((each) -> URI.create(scheme + "://" + port.apply(each).address())).toList();
	}

	/** All ports, for the ledger. */
	String describe() {
		return this.all.stream()
			.map((each) -> "%s: 443 at %s, with TLS at %s; 80 at %s".formatted(each.name(), each.open().address(),
					each.tls().address(), each.http().address()))
			.collect(Collectors.joining(", "));
	}

	void start() {
		this.all.forEach(this::serve);
	}

	/** Opens more until there are as many. */
	void open(String number) {
		if (!number.matches("[1-%d]".formatted(MOST))) {
			throw new IllegalArgumentException(
					"locations needs a number from 1 to %d, not '%s'".formatted(MOST, number));
		}
		while (this.all.size() < Integer.parseInt(number)) {
			serve(add(0, 0));
		}
	}

	/** Invalidates objects at all of them. */
	void purge(String path) {
		if (!path.startsWith("/")) {
			throw new IllegalArgumentException("purge needs a path such as /photos/*, not '%s'".formatted(path));
		}
		int count = this.all.stream().mapToInt((each) -> each.cache().invalidate(path)).sum();
		tell(Event.Kind.PROGRESS, "invalidated %s: %d objects".formatted(path, count));
	}

	private EdgeLocation add(int open, int tls) {
		EdgeLocation location = new EdgeLocation("LAB%d-P1".formatted(50 + this.all.size()), open, tls);
		EdgePort port = location.open();
		if (port.taken() == 0) {
			tell(Event.Kind.RESERVED, "edge location %s is %s".formatted(location.name(), port.address()));
		}
		else {
			tell(Event.Kind.WARNING, "port %d of this computer is taken, so edge location %s is %s"
				.formatted(port.taken(), location.name(), port.address()));
		}
		this.all.add(location);
		return location;
	}

	private void serve(EdgeLocation location) {
		location.start(this.edge, () -> this.lab.certificateAuthority().serverContext());
		tell(Event.Kind.HEALTHY,
				"edge location %s answers at http://%s".formatted(location.name(), location.open().address()));
	}

	private void tell(Event.Kind kind, String message) {
		this.lab.events().publish(kind, this.distribution, message);
	}

	@Override
	public void close() {
		this.all.forEach(EdgeLocation::close);
	}

}
