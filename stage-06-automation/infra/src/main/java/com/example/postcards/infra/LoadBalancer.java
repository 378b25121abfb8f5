package com.example.postcards.infra;

import java.util.List;

import software.amazon.awscdk.Duration;
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
import software.amazon.awscdk.services.elasticloadbalancingv2.TargetType;
import software.constructs.Construct;

/**
 * One address for all servers: an Application Load Balancer over two zones that checks
 * the health of each server, and sends requests to those that are ready. It has no public
 * address, and only CloudFront can connect. Needs isolated subnets, in a network with an
 * internet gateway.
 */
class LoadBalancer extends Construct {

	/** The only port, for plain HTTP: TLS ends at the edge. */
	static final int PORT = 80;

	/** The shortest interval that a load balancer allows between two health checks. */
	private static final Duration INTERVAL = Duration.seconds(5);

	private static final Duration TIMEOUT = Duration.seconds(2);

	private static final int THRESHOLD = 2;

	/** A load balancer has several nodes, which do not notice at the same time. */
	private static final Duration MARGIN = Duration.seconds(3);

	private final ApplicationLoadBalancer balancer;

	private final ApplicationTargetGroup servers;

	LoadBalancer(Construct scope, String id, IVpc network, Application application, boolean retain) {
		super(scope, id);
		// tag::balancer[]
		// The load balancer, its security group and the target group have other ids than
		// the public ones of the stage before. An update makes them beside those, which
		// serve until the very end: a target group belongs to one load balancer only, and
		// a load balancer cannot become internal.
		this.balancer = ApplicationLoadBalancer.Builder.create(this, "Internal")
			.vpc(network)
			.vpcSubnets(SubnetSelection.builder().subnetType(SubnetType.PRIVATE_ISOLATED).build())
			.internetFacing(false)
			// The servers keep idle connections longer. If a server closed first, the
			// load balancer would send requests into a connection that is just being
			// closed.
			.idleTimeout(Duration.seconds(60))
			.dropInvalidHeaderFields(true)
			.deletionProtection(retain)
			.build();
		// CloudFront has put the address of the viewer last. The load balancer would add
		// that of CloudFront, and the application would take it for the client.
		this.balancer.setAttribute("routing.http.xff_header_processing.mode", "preserve");
		// end::balancer[]
		new AccessLogs(this, "AccessLogs", retain).of(this.balancer);
		this.servers = ApplicationTargetGroup.Builder.create(this, "Targets")
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
			.build();
		// tag::listener[]
		this.balancer.addListener("Http",
				BaseApplicationListenerProps.builder()
					.port(PORT)
					.protocol(ApplicationProtocol.HTTP)
					.defaultAction(ListenerAction.forward(List.of(this.servers)))
					// A VPC origin makes no rule itself, and comes from addresses of
					// CloudFront, not of the network.
					.open(false)
					.build());
		this.balancer.getConnections()
			.allowFrom(new EdgePrefixList(this, "Edge").servers(), Port.tcp(PORT), "CloudFront");
		// end::listener[]
	}

	/**
	 * Adds servers, which accept connections of the load balancer only.
	 */
	void add(Servers fleet) {
		fleet.group().attachToApplicationTargetGroup(this.servers);
		fleet.getConnections().allowFrom(this.balancer, Port.tcp(fleet.port()), "Load balancer of Postcards");
	}

	/**
	 * The drain of a server that stops: until the load balancer has noticed that it is
	 * not ready any more.
	 */
	Duration drain() {
		return Duration.seconds(INTERVAL.toSeconds().intValue() * THRESHOLD).plus(TIMEOUT).plus(MARGIN);
	}

	ApplicationLoadBalancer balancer() {
		return this.balancer;
	}

	ApplicationTargetGroup servers() {
		return this.servers;
	}

}
