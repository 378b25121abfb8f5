package com.example.lab.aws.lightsail;

import com.example.lab.assembly.Resource;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import tools.jackson.databind.JsonNode;

/**
 * {@code AWS::Lightsail::StaticIp}: the address of the instance that it is attached to,
 * with the local port, because all instances share 127.0.0.1 here.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lightsail-staticip.html">AWS::Lightsail::StaticIp</a>
 */
public final class LightsailStaticIp implements StandIn {

	private final Resource resource;

	private final LabContext lab;

	/**
	 * Reserves nothing of its own.
	 * @param resource the resource
	 * @param lab its context
	 */
	public LightsailStaticIp(Resource resource, LabContext lab) {
		this.resource = resource;
		this.lab = lab;
	}

	@Override
	public String ref() {
		return this.resource.logicalId();
	}

	@Override
	public String attribute(String name) {
		return switch (name) {
			case "IpAddress" -> address();
			case "IsAttached" -> "true";
			default -> throw this.resource.lacks(name);
		};
	}

	@Override
	public String address() {
		String attachedTo = this.resource.properties().path("AttachedTo").path("Ref").asString("");
		if (this.lab.standIns().get(attachedTo) instanceof LightsailInstance instance) {
			return instance.publicAddress();
		}
		throw new IllegalArgumentException("%s is attached to no instance of this template; give it attachedTo(%s)"
			.formatted(this.resource.path(), "instance.getRef()"));
	}

	@Override
	public void start(JsonNode properties) {
		// The instance's firewall listens already.
	}

	@Override
	public void close() {
		// The instance closes its firewall.
	}

}
