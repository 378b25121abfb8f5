package com.example.lab.aws.cloudfront;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.example.lab.assembly.Resource;
import com.example.lab.aws.cloudfront.Invalidations.Invalidation;
import com.example.lab.process.Threads;
import com.example.lab.standin.Drill;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

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

	private final Resource resource;

	private final LabContext lab;

	private final String id = Names.id('E', 14);

	private final Origins origins;

	private final Invalidations invalidations = new Invalidations();

	private final EdgeMetrics metrics = new EdgeMetrics(this.id);

	private final EdgeLocations locations;

	private final ScheduledExecutorService timer = Executors
		.newSingleThreadScheduledExecutor(Threads.daemon("invalidations"));

	private volatile @Nullable DistributionSettings settings;

	private volatile @Nullable StandardLog log;

	private volatile @Nullable JsonNode properties;

	/**
	 * Reserves the ports of one edge location.
	 * @param resource the resource
	 * @param lab its surroundings
	 */
	public Distribution(Resource resource, LabContext lab) {
		this.resource = resource;
		this.lab = lab;
		this.origins = new Origins(lab, resource, this::arn, this::bucketPolicy);
		lab.metrics().keep(EdgeMetrics.NAMESPACE);
		CloudFrontApi.of(lab).add(this);
		this.locations = new EdgeLocations(resource.name(), lab, this::edge);
	}

	@Override
	public String ref() {
		return this.id;
	}

	@Override
	public String attribute(String name) {
		return switch (name) {
			case "DomainName" -> this.locations.first().open().address();
			case "Id" -> this.id;
			default -> throw this.resource.lacks(name);
		};
	}

	String arn() {
		return "arn:aws:cloudfront::%s:distribution/%s".formatted(this.lab.localStack().account(), this.id);
	}

	@Override
	public String address() {
		return this.locations.describe();
	}

	/**
	 * The edge locations.
	 * @return where each is reached by what counts as HTTPS, without TLS
	 */
	public List<URI> edges() {
		return this.locations.addresses("http", EdgeLocation::open);
	}

	/**
	 * The edge locations, with TLS.
	 * @return where each is reached
	 */
	public List<URI> secureEdges() {
		return this.locations.addresses("https", EdgeLocation::tls);
	}

	/**
	 * The edge locations, by plain HTTP.
	 * @return where each is reached
	 */
	public List<URI> plainEdges() {
		return this.locations.addresses("http", EdgeLocation::http);
	}

	@Override
	public void start(JsonNode wanted) {
		read(wanted);
		this.locations.start();
		if (this.lab.region().equals(EdgeMetrics.REGION)) {
			this.lab.metrics().add(this.metrics);
		}
	}

	private void answered(String location, Request request, Answer answer, Duration time) {
		this.metrics.count(request, answer);
		StandardLog now = this.log;
		if (now != null) {
			now.add(location, request, answer, time);
		}
	}

	/** Goes on with the log that is there, unless it is to be another one. */
	private void log(@Nullable LogSettings wanted) {
		StandardLog before = this.log;
		if (Objects.equals(wanted, (before != null) ? before.settings() : null)) {
			return;
		}
		this.log = (wanted != null)
				? new StandardLog(this.resource.name(), this.id, attribute("DomainName"), wanted, this.lab) : null;
		if (before != null) {
			before.close();
		}
	}

	private JsonNode bucketPolicy(String bucket) {
		return settings().bucketPolicies().getOrDefault(bucket, MissingNode.getInstance());
	}

	private void read(JsonNode wanted) {
		DistributionSettings read = DistributionSettings.read(wanted, Policies.of(this.lab));
		read.origins().values().forEach(this.origins::check);
		this.settings = read;
		log(read.log());
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

	private Edge edge(EdgeLocation location) {
		Policies all = Policies.of(this.lab);
		return new Edge(this::settings, location.cache(), this.origins,
				new Compression(NodeRuntime.of(this.lab)::brotli),
				new EdgeFunctions((arn) -> all.find(EdgeFunction.class, arn), this.id), this::answered,
				location.name());
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
	 * Where an address with one of its names leads: to the port without TLS.
	 */
	@Override
	public URI resolve(URI address) {
		DistributionSettings now = this.settings;
		String name = String.valueOf(address.getAuthority());
		String own = attribute("DomainName");
		boolean known = name.equals(own) || (now != null && now.aliases().contains(name));
		return (known && "https".equals(address.getScheme())) ? URI.create("http://" + own + address.getRawPath())
				: address;
	}

	Invalidations invalidations() {
		return this.invalidations;
	}

	/** Makes an invalidation. */
	Invalidation invalidate(String reference, List<String> paths) {
		return this.invalidations.create(reference, paths, (made) -> begin(made, () -> {
			// Its status says so.
		}));
	}

	/**
	 * Invalidates objects as CreateInvalidation does.
	 * @param paths such as {@code /index.html} or {@code /photos/*}
	 * @return done once no edge location has them any more
	 */
	public CompletableFuture<Void> invalidate(List<String> paths) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.invalidations.create(Names.token(16), paths, (made) -> begin(made, () -> done.complete(null)));
		return done;
	}

	/** It takes some seconds, as on AWS. */
	private void begin(Invalidation made, Runnable done) {
		this.timer.schedule(() -> {
			made.paths().forEach(this.locations::purge);
			this.invalidations.complete(made);
			done.run();
		}, this.lab.clock().shorten(INVALIDATION).toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public String condition() {
		return this.origins.faults().words();
	}

	@Override
	public List<Drill> drills() {
		return EdgeDrills.of(this.origins.faults(), this.locations, this::settings);
	}

	@Override
	public void close() {
		this.lab.metrics().remove(this.metrics);
		this.timer.shutdownNow();
		this.locations.close();
		log(null);
		this.origins.close();
		NodeRuntime.of(this.lab).stop();
		CloudFrontApi.of(this.lab).remove(this);
	}

}
