package com.example.lab.aws.route53;

import java.net.URI;

import com.example.lab.assembly.Resource;
import com.example.lab.standin.StandIn;
import tools.jackson.databind.JsonNode;

/**
 * {@code AWS::Route53::RecordSet} that is an alias of a load balancer. Nothing resolves
 * its name here: addresses with it are given out as those of the load balancer.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordset.html">AWS::Route53::RecordSet</a>
 */
public final class RecordSet implements StandIn {

	private static final String DUALSTACK = "dualstack.";

	private final Resource resource;

	private String target = "";

	/**
	 * A name that leads nowhere yet.
	 * @param resource the resource
	 */
	public RecordSet(Resource resource) {
		this.resource = resource;
	}

	@Override
	public String ref() {
		return this.resource.properties().path("Name").asString("").replaceFirst("\\.$", "");
	}

	@Override
	public String attribute(String name) {
		throw this.resource.lacks(name);
	}

	@Override
	public String address() {
		return "the name %s, which nothing resolves here".formatted(ref());
	}

	@Override
	public void start(JsonNode properties) {
		String alias = properties.path("AliasTarget").path("DNSName").asString("");
		if (alias.isEmpty()) {
			throw new IllegalArgumentException(
					"It names a server, which would ask a public authority for its certificate; no authority reaches "
							+ "this computer. Leave the domain out");
		}
		this.target = alias.startsWith(DUALSTACK) ? alias.substring(DUALSTACK.length()) : alias;
	}

	@Override
	public boolean canChange(String property) {
		return !property.equals("Name");
	}

	/**
	 * The same address with the host and port of the load balancer, if it has this name.
	 */
	@Override
	public URI resolve(URI address) {
		return ref().equals(address.getHost())
				? URI.create("%s://%s%s".formatted(address.getScheme(), this.target, address.getPath())) : address;
	}

	@Override
	public void close() {
		// It runs nothing.
	}

}
