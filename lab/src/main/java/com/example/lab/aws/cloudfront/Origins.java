package com.example.lab.aws.cloudfront;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;

import com.example.lab.assembly.Resource;
import com.example.lab.aws.ec2.SecurityGroups;
import com.example.lab.aws.elb.LoadBalancer;
import com.example.lab.event.Event;
import com.example.lab.standin.LabContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The origins of a distribution on this computer: load balancers of the template, VPC
 * origins before internal ones, and buckets in LocalStack.
 */
final class Origins implements OriginSender, AutoCloseable {

	private final LabContext lab;

	private final Resource distribution;

	private final Supplier<String> arn;

	private final Function<String, JsonNode> policies;

	private final OriginClient client;

	private final OriginFaults faults = new OriginFaults();

	private volatile String refused = "";

	/**
	 * The origins of one distribution.
	 * @param distribution what connects
	 * @param arn of the distribution, with which it signs
	 * @param policies the policy of a bucket by its name; a missing node for none
	 */
	Origins(LabContext lab, Resource distribution, Supplier<String> arn, Function<String, JsonNode> policies) {
		this.lab = lab;
		this.distribution = distribution;
		this.arn = arn;
		this.policies = policies;
		this.client = new OriginClient(lab.clients(), () -> lab.certificateAuthority().clientContext());
	}

	OriginFaults faults() {
		return this.faults;
	}

	/**
	 * Checks that there is something to reach.
	 * @throws IllegalArgumentException if there is not
	 */
	void check(OriginSettings origin) {
		switch (origin.kind()) {
			case BUCKET -> {
				BucketOrigin.bucket("Origins", origin.domain());
				accessControl(origin);
			}
			case VPC -> vpcOrigin(origin);
			case CUSTOM -> balancer(origin);
		}
	}

	@Override
	public Answer send(OriginSettings origin, Request request, @Nullable String host) throws OriginFailure {
		if (this.faults.isDown(origin.id())) {
			this.client.cut();
			throw new OriginFailure(502, "CloudFront wasn't able to connect to the origin.");
		}
		Duration delay = this.faults.delay();
		if (!delay.isZero()) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(delay.toMillis()));
		}
		if (origin.kind() == OriginSettings.Kind.BUCKET) {
			String signer = accessControl(origin).filter(OriginAccessControl::signs).isPresent() ? this.arn.get() : "";
			return new BucketOrigin(this.lab.localStack(), this.client, this.policies).send(origin, request, signer);
		}
		return this.client.send(endpoint(origin, request, host), request, origin);
	}

	private Endpoint endpoint(OriginSettings origin, Request request, @Nullable String host) throws OriginFailure {
		boolean inside = origin.kind() == OriginSettings.Kind.VPC;
		VpcOrigin vpc = inside ? vpcOrigin(origin) : null;
		LoadBalancer balancer = (vpc != null) ? vpc.balancer() : balancer(origin);
		EndpointSettings settings = (vpc != null) ? vpc.settings() : origin.endpoint();
		Resource client = (vpc != null) ? vpc.resource() : this.distribution;
		int port = settings.port(request);
		String refusal = new SecurityGroups(this.lab.template()).refusal(client, balancer.resource(), port);
		if (refusal != null) {
			tell(refusal);
			throw new OriginFailure(504, "CloudFront could not connect to the origin in time.");
		}
		InetSocketAddress address = balancer.listener(port);
		if (address == null) {
			throw new OriginFailure(502, "The origin has no listener on port %d.".formatted(port));
		}
		return new Endpoint(address, settings.secure(request), (host != null) ? host : origin.domain(), client);
	}

	private void tell(String refusal) {
		if (!this.refused.equals(refusal)) {
			this.refused = refusal;
			this.lab.events().publish(Event.Kind.REFUSED, this.distribution.name(), refusal);
		}
	}

	private Optional<OriginAccessControl> accessControl(OriginSettings origin) {
		if (origin.accessControl().isEmpty()) {
			return Optional.empty();
		}
		return Optional.of(Policies.of(this.lab)
			.find(OriginAccessControl.class, origin.accessControl())
			.orElseThrow(() -> missing(origin, "its origin access control is not in the template")));
	}

	private VpcOrigin vpcOrigin(OriginSettings origin) {
		return Policies.of(this.lab)
			.find(VpcOrigin.class, origin.vpcOrigin())
			.orElseThrow(() -> missing(origin, "its VPC origin is not in the template"));
	}

	private LoadBalancer balancer(OriginSettings origin) {
		LoadBalancer balancer = this.lab.standIns()
			.values()
			.stream()
			.filter(LoadBalancer.class::isInstance)
			.map(LoadBalancer.class::cast)
			.filter((each) -> each.attribute("DNSName").equals(origin.domain()))
			.findFirst()
			.orElseThrow(() -> missing(origin,
					origin.domain() + " is no load balancer of the template; the lab reaches no other servers"));
		if (balancer.address().startsWith("internal")) {
			throw missing(origin, "an internal load balancer is reached by a VPC origin only");
		}
		return balancer;
	}

	private static IllegalArgumentException missing(OriginSettings origin, String reason) {
		return new IllegalArgumentException(
				"%s DistributionConfig/Origins/%s: %s.".formatted(DistributionSettings.TYPE, origin.id(), reason));
	}

	@Override
	public void close() {
		this.client.close();
	}

}
