package com.example.lab.elb;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.example.lab.assembly.Resource;
import com.example.lab.standin.Lab;
import com.example.lab.standin.StandIn;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code AWS::ElasticLoadBalancingV2::LoadBalancer}: an Application Load Balancer that
 * faces the internet. Its listeners do the work; it has their name, idle timeout and
 * access log. The idle timeout is not shortened by the clock, as the keep-alive of
 * targets is not.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html">Application
 * Load Balancers</a>
 */
public final class LoadBalancer implements StandIn {

	static final String ARN = "arn:aws:elasticloadbalancing:us-east-1:000000000000:";

	/** Of Application Load Balancers in us-east-1. */
	private static final String HOSTED_ZONE = "Z35SXDOTRQ7X7K";

	private static final int HTTPS = 443;

	private static final int HTTP = 80;

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
			Map.entry("routing.http.xff_header_processing.mode", "append"),
			Map.entry("routing.http2.enabled", "true|false"), //
			Map.entry("waf.fail_open.enabled", "true|false"), //
			Map.entry("zonal_shift.config.enabled", "true|false"));

	private final Resource resource;

	private final Lab lab;

	private final String fullName;

	private Attributes attributes = new Attributes(Map.of());

	private @Nullable AccessLog accessLog;

	/**
	 * A load balancer whose listeners reserve its ports.
	 * @param resource the resource
	 * @param lab its surroundings
	 */
	public LoadBalancer(Resource resource, Lab lab) {
		this.resource = resource;
		this.lab = lab;
		this.fullName = "app/%s/%016x".formatted(resource.logicalId(), new SecureRandom().nextLong());
	}

	@Override
	public String ref() {
		return ARN + "loadbalancer/" + this.fullName;
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
			default -> throw new IllegalArgumentException("%s has no %s here".formatted(this.resource.path(), name));
		};
	}

	@Override
	public String address() {
		return listeners().stream()
			.map((listener) -> "%d at %s".formatted(listener.publicPort(), listener.address()))
			.collect(Collectors.joining(", "));
	}

	@Override
	public void start(JsonNode properties) {
		String type = properties.path("Type").asString("application");
		String scheme = properties.path("Scheme").asString("internet-facing");
		if (!type.equals("application") || !scheme.equals("internet-facing")) {
			throw new IllegalArgumentException(
					"It is of type %s and %s; the lab runs an application load balancer that is internet-facing."
						.formatted(type, scheme));
		}
		this.attributes = Attributes.of(properties.path("LoadBalancerAttributes"), ATTRIBUTES);
		if (this.attributes.on("access_logs.s3.enabled")) {
			this.accessLog = new AccessLog(this.resource.name(), this.fullName, this.lab, this.attributes);
		}
	}

	@Override
	public void close() {
		AccessLog log = this.accessLog;
		if (log != null) {
			log.close();
		}
	}

	Resource resource() {
		return this.resource;
	}

	Duration idleTimeout() {
		return this.attributes.seconds("idle_timeout.timeout_seconds", 60);
	}

	boolean dropsInvalidHeaders() {
		return this.attributes.on("routing.http.drop_invalid_header_fields.enabled");
	}

	@Nullable AccessLog accessLog() {
		return this.accessLog;
	}

	/**
	 * Those that are open to this computer, the most public first.
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
