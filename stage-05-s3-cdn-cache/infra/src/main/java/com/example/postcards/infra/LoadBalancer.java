package com.example.postcards.infra;

import java.util.List;

import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.certificatemanager.Certificate;
import software.amazon.awscdk.services.certificatemanager.CertificateValidation;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationLoadBalancer;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationProtocol;
import software.amazon.awscdk.services.elasticloadbalancingv2.ApplicationTargetGroup;
import software.amazon.awscdk.services.elasticloadbalancingv2.BaseApplicationListenerProps;
import software.amazon.awscdk.services.elasticloadbalancingv2.HealthCheck;
import software.amazon.awscdk.services.elasticloadbalancingv2.ListenerAction;
import software.amazon.awscdk.services.elasticloadbalancingv2.ListenerCertificate;
import software.amazon.awscdk.services.elasticloadbalancingv2.RedirectOptions;
import software.amazon.awscdk.services.elasticloadbalancingv2.SslPolicy;
import software.amazon.awscdk.services.elasticloadbalancingv2.TargetType;
import software.amazon.awscdk.services.elasticloadbalancingv2.targets.InstanceTarget;
import software.constructs.Construct;

/**
 * One address for all servers: an Application Load Balancer over two zones that checks
 * the health of each server, and sends requests to those that are ready. With a domain it
 * has a certificate, and plain HTTP leads to HTTPS. Needs public subnets. Exports its
 * URL.
 */
class LoadBalancer extends Construct {

	/** The shortest interval that a load balancer allows between two health checks. */
	private static final Duration INTERVAL = Duration.seconds(5);

	private static final Duration TIMEOUT = Duration.seconds(2);

	private static final int THRESHOLD = 2;

	/** A load balancer has several nodes, which do not notice at the same time. */
	private static final Duration MARGIN = Duration.seconds(3);

	private final ApplicationLoadBalancer balancer;

	private final ApplicationTargetGroup servers;

	private final @Nullable Domain domain;

	LoadBalancer(Construct scope, String id, IVpc network, Application application, @Nullable Domain domain,
			boolean retain) {
		super(scope, id);
		this.domain = domain;
		// tag::balancer[]
		this.balancer = ApplicationLoadBalancer.Builder.create(this, "Balancer")
			.vpc(network)
			.vpcSubnets(SubnetSelection.builder().subnetType(SubnetType.PUBLIC).build())
			.internetFacing(true)
			// The servers keep idle connections longer. If a server closed first, the
			// load balancer would send requests into a connection that is just being
			// closed.
			.idleTimeout(Duration.seconds(60))
			.dropInvalidHeaderFields(true)
			.deletionProtection(retain)
			.build();
		new AccessLogs(this, "AccessLogs", retain).of(this.balancer);
		this.servers = ApplicationTargetGroup.Builder.create(this, "Servers")
			.vpc(network)
			.targetType(TargetType.INSTANCE)
			.protocol(ApplicationProtocol.HTTP)
			.port(application.port())
			.healthCheck(HealthCheck.builder()
				.path("/readyz")
				.interval(INTERVAL)
				.timeout(TIMEOUT)
				.healthyThresholdCount(2)
				.unhealthyThresholdCount(THRESHOLD)
				.healthyHttpCodes("200")
				.build())
			// As long as a request may take.
			.deregistrationDelay(Duration.seconds(30))
			// A JVM that has just started is slow.
			.slowStart(Duration.seconds(30))
			// A session is in the memory of one server, so the load balancer routes
			// requests with this cookie of the application to the server that set it. The
			// limit of this: a lost server loses all of its sessions.
			.stickinessCookieName("SESSION")
			.stickinessCookieDuration(Duration.hours(12))
			.build();
		// end::balancer[]
		if (domain == null) {
			listenInTheClear();
		}
		else {
			listenWithCertificate(domain);
		}
	}

	private void listenInTheClear() {
		this.balancer.addListener("Http",
				BaseApplicationListenerProps.builder()
					.port(80)
					.protocol(ApplicationProtocol.HTTP)
					.defaultAction(ListenerAction.forward(List.of(this.servers)))
					.build());
		Annotations.of(this)
			.addWarningV2("postcards:plainHttp",
					"Without a domain there is no certificate: passwords travel in plain HTTP. Give hostedZoneId and "
							+ "domainName before people use it.");
	}

	// tag::certificate[]
	private void listenWithCertificate(Domain domain) {
		Certificate certificate = Certificate.Builder.create(this, "Certificate")
			.domainName(domain.name())
			.validation(CertificateValidation.fromDns(domain.zone(this)))
			.build();
		this.balancer.addListener("Https",
				BaseApplicationListenerProps.builder()
					.port(443)
					.protocol(ApplicationProtocol.HTTPS)
					.certificates(List.of(ListenerCertificate.fromCertificateManager(certificate)))
					// TLS 1.2 and 1.3, as AWS recommends:
					// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
					.sslPolicy(SslPolicy.TLS13_12_RES_PQ)
					.defaultAction(ListenerAction.forward(List.of(this.servers)))
					.build());
		this.balancer.addListener("Http",
				BaseApplicationListenerProps.builder()
					.port(80)
					.protocol(ApplicationProtocol.HTTP)
					.defaultAction(ListenerAction
						.redirect(RedirectOptions.builder().protocol("HTTPS").port("443").permanent(true).build()))
					.build());
	}
	// end::certificate[]

	/**
	 * Adds a server, which accepts connections of the load balancer only.
	 */
	void add(Server server) {
		this.servers.addTarget(new InstanceTarget(server.instance(), server.port()));
		server.getConnections().allowFrom(this.balancer, Port.tcp(server.port()), "Load balancer of Postcards");
	}

	/**
	 * The drain of a server that stops: until the load balancer has noticed that it is
	 * not ready any more.
	 */
	Duration drain() {
		return Duration.seconds(INTERVAL.toSeconds().intValue() * THRESHOLD).plus(TIMEOUT).plus(MARGIN);
	}

	String address() {
		return this.balancer.getLoadBalancerDnsName();
	}

	String url() {
		return (this.domain != null) ? "https://%s/".formatted(this.domain.name()) : "http://%s/".formatted(address());
	}

	ApplicationLoadBalancer balancer() {
		return this.balancer;
	}

	ApplicationTargetGroup servers() {
		return this.servers;
	}

}
