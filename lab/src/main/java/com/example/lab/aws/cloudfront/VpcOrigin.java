package com.example.lab.aws.cloudfront;

import java.util.function.Function;

import com.example.lab.assembly.Resource;
import com.example.lab.aws.elb.LoadBalancer;
import com.example.lab.standin.LabContext;
import tools.jackson.databind.JsonNode;

/**
 * {@code AWS::CloudFront::VpcOrigin}: the way of a distribution to an internal load
 * balancer, whose security groups must let it in.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html">Restrict
 * access with VPC origins</a>
 */
public final class VpcOrigin extends Described<VpcOrigin.Config> {

	private final LabContext lab;

	/**
	 * One that leads nowhere yet.
	 * @param resource the resource
	 * @param lab its surroundings
	 */
	public VpcOrigin(Resource resource, LabContext lab) {
		super(resource, "vo_" + Names.token(16).replaceAll("[^A-Za-z0-9]", "x"));
		this.lab = lab;
	}

	@Override
	Function<Settings, Config> reading() {
		return (settings) -> {
			settings.ignore("Tags");
			return settings.inside("VpcOriginEndpointConfig", (config) -> {
				config.ignore("Name");
				return new Config(config.text("Arn"), EndpointSettings.read(config));
			});
		};
	}

	@Override
	public void start(JsonNode properties) {
		super.start(properties);
		balancer();
	}

	@Override
	public String address() {
		return "the way of its distribution to a private server";
	}

	@Override
	public String attribute(String name) {
		return switch (name) {
			case "Arn" -> "arn:aws:cloudfront::%s:vpcorigin/%s".formatted("000000000000", ref());
			case "Status" -> "Deployed";
			default -> super.attribute(name);
		};
	}

	EndpointSettings settings() {
		return value().endpoint();
	}

	LoadBalancer balancer() {
		String arn = value().arn();
		return Policies.of(this.lab)
			.find(LoadBalancer.class, arn)
			.orElseThrow(() -> new IllegalArgumentException(
					"%s VpcOriginEndpointConfig/Arn: '%s' is no load balancer of the template."
						.formatted(resource().type(), arn)));
	}

	/**
	 * Where it leads.
	 *
	 * @param arn of a load balancer
	 * @param endpoint its ports and protocol
	 */
	record Config(String arn, EndpointSettings endpoint) {
	}

}
