package com.example.lab.aws.elb;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.example.lab.assembly.Resource;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code AWS::ElasticLoadBalancingV2::LoadBalancer}: an Application Load Balancer, facing
 * the internet or internal. Its listeners do the work; it has their name, idle timeout
 * and access log. The idle timeout is not shortened by the clock, as the keep-alive of
 * targets is not.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html">Application
 * Load Balancers</a>
 */
public final class LoadBalancer implements StandIn {

	/** Of Application Load Balancers in us-east-1. */
	private static final String HOSTED_ZONE = "Z35SXDOTRQ7X7K";

	private static final int HTTPS = 443;

	private static final int HTTP = 80;

	private static final String SCHEME = "Scheme";

	private static final String INTERNET_FACING = "internet-facing";

	private static final Map<String, String> ATTRIBUTES = Map.ofEntries(Map.entry("access_logs.s3.bucket", ".*"), //
			Map.entry("access_logs.s3.enabled", "true|false"), //
			Map.entry("access_logs.s3.prefix", ".*"), //
			Map.entry("client_keep_alive.seconds", "\\d+"), //
			Map.entry("deletion_protection.enabled", "true|false"), //
			Map.entry("idle_timeout.timeout_seconds", "\\d+"), //
			Map.entry("load_balancing.cross_zone.enabled", "true"), //
			Map.entry("routing.http.desync_mitigation_mode", "monitor|defensive|strictest"),
			Map.entry("routing.http.drop_invalid_header_fields.enabled", "true|false"),
			Map.entry("routing.http.preserve_host_header.enabled", "true|false"),
			Map.entry("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "false"),
			Map.entry("routing.http.xff_client_port.enabled", "false"),
			Map.entry("routing.http.xff_header_processing.mode", "append|preserve"),
			Map.entry("routing.http2.enabled", "true|false"), //
			Map.entry("waf.fail_open.enabled", "true|false"), //
			Map.entry("zonal_shift.config.enabled", "true|false"));

	private static final Set<String> IN_PLACE = Set.of("LoadBalancerAttributes", "SecurityGroups", "Subnets", "Tags");

	private final Resource resource;

	private final LabContext lab;

	private final String fullName;

	private volatile Attributes attributes = new Attributes(Map.of());

	private final BalancerMetrics metrics;

	private @Nullable AccessLog accessLog;

	/**
	 * A load balancer whose listeners reserve its ports.
	 * @param resource the resource
	 * @param lab its surroundings
	 */
	public LoadBalancer(Resource resource, LabContext lab) {
		this.resource = resource;
		this.lab = lab;
		this.fullName = "app/%s/%016x".formatted(resource.logicalId(), new SecureRandom().nextLong());
		this.metrics = new BalancerMetrics(this.fullName, this::targetGroups);
		lab.metrics().keep(BalancerMetrics.NAMESPACE);
	}

	@Override
	public String ref() {
		return arn(this.lab, "loadbalancer/" + this.fullName);
	}

	/**
	 * Its name leads to one listener: of HTTPS if there is one, else of port 80.
	 */
	@Override
	public String attribute(String name) {
		return switch (name) {
			case "CanonicalHostedZoneID" -> HOSTED_ZONE;
			case "DNSName" -> listeners().stream().findFirst().map(Listener::address).orElse("127.0.0.1");
			case "LoadBalancerArn" -> ref();
			case "LoadBalancerFullName" -> this.fullName;
			case "LoadBalancerName" -> this.resource.logicalId();
			default -> throw this.resource.lacks(name);
		};
	}

	@Override
	public String address() {
		String open = listeners().stream()
			.map((listener) -> "%d at %s".formatted(listener.publicPort(), listener.address()))
			.collect(Collectors.joining(", "));
		return facesTheInternet(this.resource) ? open : "internal: " + open;
	}

	@Override
	public void start(JsonNode properties) {
		String type = properties.path("Type").asString("application");
		if (!type.equals("application")) {
			throw new IllegalArgumentException(
					"Type is %s; the lab runs load balancers of type application.".formatted(type));
		}
		String scheme = properties.path(SCHEME).asString(INTERNET_FACING);
		if (!scheme.equals(scheme(this.resource))) {
			throw new IllegalArgumentException(
					"Scheme is an expression; ports are reserved before it is evaluated. Write %s in the CDK code."
						.formatted(scheme));
		}
		this.attributes = Attributes.of(properties.path("LoadBalancerAttributes"), ATTRIBUTES);
		this.lab.metrics().add(this.metrics);
		if (this.attributes.on("access_logs.s3.enabled")) {
			this.accessLog = new AccessLog(this.resource.name(), this.fullName, this.lab, this.attributes);
		}
	}

	@Override
	public boolean canChange(String property) {
		return IN_PLACE.contains(property);
	}

	/**
	 * Its listeners serve with the other attributes, after a moment in which they do not.
	 */
	@Override
	public void update(JsonNode properties) throws IOException {
		Attributes wanted = Attributes.of(properties.path("LoadBalancerAttributes"), ATTRIBUTES);
		if (wanted.equals(this.attributes)) {
			return;
		}
		this.attributes = wanted;
		AccessLog log = this.accessLog;
		if (log != null) {
			log.close();
		}
		this.accessLog = wanted.on("access_logs.s3.enabled")
				? new AccessLog(this.resource.name(), this.fullName, this.lab, wanted) : null;
		for (Listener listener : listeners()) {
			listener.serveAgain();
		}
	}

	@Override
	public void close() {
		this.lab.metrics().remove(this.metrics);
		AccessLog log = this.accessLog;
		if (log != null) {
			log.close();
		}
	}

	/**
	 * What it stands for.
	 * @return the resource, which has its security groups
	 */
	public Resource resource() {
		return this.resource;
	}

	/**
	 * Where a listener is reached on this computer.
	 * @param publicPort its port in the template
	 * @return null if there is none, or nothing may connect to it
	 */
	public @Nullable InetSocketAddress listener(int publicPort) {
		return listeners().stream()
			.filter((each) -> each.publicPort() == publicPort)
			.map((each) -> new InetSocketAddress(InetAddress.getLoopbackAddress(), each.port()))
			.findFirst()
			.orElse(null);
	}

	Duration idleTimeout() {
		return this.attributes.seconds("idle_timeout.timeout_seconds", 60);
	}

	boolean dropsInvalidHeaders() {
		return this.attributes.on("routing.http.drop_invalid_header_fields.enabled");
	}

	/**
	 * Whether targets learn the address of whoever connected, after those of the request.
	 */
	boolean appendsClientAddress() {
		return !this.attributes.text("routing.http.xff_header_processing.mode").equals("preserve");
	}

	@Nullable AccessLog accessLog() {
		return this.accessLog;
	}

	BalancerMetrics metrics() {
		return this.metrics;
	}

	private List<TargetGroup> targetGroups() {
		return this.lab.standIns()
			.values()
			.stream()
			.filter((standIn) -> standIn instanceof TargetGroup group && group.isUsedBy(this.resource))
			.map(TargetGroup.class::cast)
			.toList();
	}

	/**
	 * The ARN of a part of Elastic Load Balancing in the Region of a stack.
	 */
	static String arn(LabContext lab, String part) {
		return "arn:aws:elasticloadbalancing:%s:000000000000:%s".formatted(lab.region(), part);
	}

	/**
	 * Whether clients outside the network reach it.
	 */
	static boolean facesTheInternet(Resource balancer) {
		return scheme(balancer).equals(INTERNET_FACING);
	}

	private static String scheme(Resource balancer) {
		return balancer.properties().path(SCHEME).asString(INTERNET_FACING);
	}

	/**
	 * Those that something may connect to, the most public first.
	 */
	List<Listener> listeners() {
		return this.lab.standIns()
			.values()
			.stream()
			.filter((standIn) -> standIn instanceof Listener listener && listener.open()
					&& listener.belongsTo(this.resource.logicalId()))
			.map(Listener.class::cast)
			.sorted(Comparator.comparing((Listener listener) -> listener.publicPort() != HTTPS)
				.thenComparing((listener) -> listener.publicPort() != HTTP))
			.toList();
	}

}
