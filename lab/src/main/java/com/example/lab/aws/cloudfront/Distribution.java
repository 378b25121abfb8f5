package com.example.lab.aws.cloudfront;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.example.lab.assembly.Resource;
import com.example.lab.aws.cloudfront.Invalidations.Invalidation;
import com.example.lab.event.Event;
import com.example.lab.process.Threads;
import com.example.lab.standin.Drill;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code AWS::CloudFront::Distribution}: one edge location with a cache, and more on
 * request. Its plain port counts as HTTPS, so that browsers show no warning.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HowCloudFrontWorks.html">How
 * CloudFront delivers content</a>
 */
public final class Distribution implements StandIn {

	/** As AWS has it for all distributions. */
	private static final String HOSTED_ZONE = "Z2FDTNDATAQYW2";

	/** AWS mostly needs some seconds. */
	private static final Duration INVALIDATION = Duration.ofSeconds(5);

	private static final int MOST_LOCATIONS = 9;

	private final Resource resource;

	private final LabContext lab;

	private final String id = Names.id('E', 14);

	private final Origins origins;

	private final Invalidations invalidations = new Invalidations();

	private final List<EdgeLocation> locations = new CopyOnWriteArrayList<>();

	private final ScheduledExecutorService timer = Executors
		.newSingleThreadScheduledExecutor(Threads.daemon("invalidations"));

	private volatile @Nullable DistributionSettings settings;

	private volatile @Nullable JsonNode properties;

	/**
	 * Reserves the ports of one edge location.
	 * @param resource the resource
	 * @param lab its surroundings
	 */
	public Distribution(Resource resource, LabContext lab) {
		this.resource = resource;
		this.lab = lab;
		this.origins = new Origins(lab, resource, this::arn);
		CloudFrontApi.of(lab).add(this);
		addLocation(lab.wantedPort(80), lab.wantedPort(443));
	}

	@Override
	public String ref() {
		return this.id;
	}

	@Override
	public String attribute(String name) {
		return switch (name) {
			case "DomainName" -> this.locations.get(0).open().address();
			case "Id" -> this.id;
			default -> throw this.resource.lacks(name);
		};
	}

	String arn() {
		return "arn:aws:cloudfront::%s:distribution/%s".formatted(this.lab.localStack().account(), this.id);
	}

	@Override
	public String address() {
		List<String> all = new ArrayList<>();
		for (EdgeLocation each : this.locations) {
			all.add("%s: 443 at %s, with TLS at %s; 80 at %s".formatted(each.name(), each.open().address(),
					each.tls().address(), each.http().address()));
		}
		return String.join(", ", all);
	}

	/**
	 * The edge locations.
	 * @return where each is reached by what counts as HTTPS, without TLS
	 */
	public List<URI> edges() {
		return this.locations.stream().map((each) -> URI.create("http://" + each.open().address())).toList();
	}

	/**
	 * The edge locations, with TLS.
	 * @return where each is reached
	 */
	public List<URI> secureEdges() {
		return this.locations.stream().map((each) -> URI.create("https://" + each.tls().address())).toList();
	}

	/**
	 * The edge locations, by plain HTTP.
	 * @return where each is reached
	 */
	public List<URI> plainEdges() {
		return this.locations.stream().map((each) -> URI.create("http://" + each.http().address())).toList();
	}

	@Override
	public void start(JsonNode wanted) {
		read(wanted);
		for (EdgeLocation each : this.locations) {
			serve(each);
		}
	}

	private void read(JsonNode wanted) {
		DistributionSettings read = DistributionSettings.read(wanted, Policies.of(this.lab));
		read.origins().values().forEach(this.origins::check);
		this.settings = read;
		this.properties = wanted;
	}

	/** A policy that its properties name may say something else now. */
	@Override
	public void templateChanged() {
		JsonNode now = this.properties;
		if (now != null) {
			try {
				read(now);
			}
			catch (IllegalArgumentException | IllegalStateException ex) {
				// It gets other properties, or the update fails: it serves as before.
			}
		}
	}

	private DistributionSettings settings() {
		DistributionSettings now = this.settings;
		if (now == null) {
			throw new IllegalStateException("%s does not run yet".formatted(this.resource.path()));
		}
		return now;
	}

	private void serve(EdgeLocation location) {
		Compression compression = new Compression(NodeRuntime.of(this.lab)::brotli);
		EdgeFunctions functions = new EdgeFunctions((arn) -> Policies.of(this.lab).find(EdgeFunction.class, arn),
				this.id);
		location.start(
				(each) -> new Edge(this::settings, each.cache(), this.origins, compression, functions, each.name()),
				() -> this.lab.certificateAuthority().serverContext());
		this.lab.events()
			.publish(Event.Kind.HEALTHY, this.resource.name(),
					"edge location %s answers at http://%s".formatted(location.name(), location.open().address()));
	}

	private EdgeLocation addLocation(int open, int tls) {
		EdgeLocation location = new EdgeLocation("LAB%d-P1".formatted(50 + this.locations.size()), open, tls);
		EdgePort port = location.open();
		this.lab.events()
			.publish((port.taken() == 0) ? Event.Kind.RESERVED : Event.Kind.WARNING, this.resource.name(),
					((port.taken() == 0) ? "edge location %s is %s"
							: "port %3$d of this computer is taken, so edge location %1$s is %2$s")
						.formatted(location.name(), port.address(), port.taken()));
		this.locations.add(location);
		return location;
	}

	@Override
	public boolean canChange(String property) {
		return true;
	}

	@Override
	public void update(JsonNode wanted) {
		read(wanted);
	}

	/**
	 * Where an address with its name leads: to the port without TLS.
	 */
	@Override
	public URI resolve(URI address) {
		boolean own = attribute("DomainName").equals(address.getAuthority()) && "https".equals(address.getScheme());
		return own ? URI.create(address.toString().replaceFirst("^https:", "http:")) : address;
	}

	Invalidations invalidations() {
		return this.invalidations;
	}

	/** Begins an invalidation, which takes some seconds as on AWS. */
	Invalidation invalidate(String reference, List<String> paths) {
		return this.invalidations.create(reference, paths, (made) -> this.timer.schedule(() -> {
			made.paths().forEach(this::purge);
			this.invalidations.complete(made);
		}, this.lab.clock().shorten(INVALIDATION).toMillis(), TimeUnit.MILLISECONDS));
	}

	private void purge(String path) {
		int count = this.locations.stream().mapToInt((each) -> each.cache().invalidate(path)).sum();
		this.lab.events()
			.publish(Event.Kind.PROGRESS, this.resource.name(), "invalidated %s: %d objects".formatted(path, count));
	}

	@Override
	public String condition() {
		return this.origins.faults().words();
	}

	@Override
	public List<Drill> drills() {
		OriginFaults faults = this.origins.faults();
		return List.of(
				new Drill("origin-down", "makes the origin with the id NAME unreachable, or all of them",
						(name) -> faults.down(known(name))),
				new Drill("origin-up", "makes the origin with the id NAME reachable again, or all of them",
						(name) -> faults.up(known(name))),
				new Drill("purge", "empties the caches at once, or invalidates one PATH",
						(path) -> purge(path.isEmpty() ? "/*" : path)),
				Drill.slow("the origins", faults::slow), new Drill("locations",
						"opens edge locations, each with a cache of its own, until there are N", this::locations));
	}

	private String known(String origin) {
		if (!origin.isEmpty() && !settings().origins().containsKey(origin)) {
			throw new IllegalArgumentException(
					"There is no origin %s. Origins: %s".formatted(origin, settings().origins().keySet()));
		}
		return origin;
	}

	private void locations(String number) {
		if (!number.matches("[1-%d]".formatted(MOST_LOCATIONS))) {
			throw new IllegalArgumentException(
					"locations needs a number from 1 to %d, not '%s'".formatted(MOST_LOCATIONS, number));
		}
		while (this.locations.size() < Integer.parseInt(number)) {
			serve(addLocation(0, 0));
		}
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
		this.locations.forEach(EdgeLocation::close);
		this.origins.close();
		NodeRuntime.of(this.lab).stop();
		CloudFrontApi.of(this.lab).remove(this);
	}

}
