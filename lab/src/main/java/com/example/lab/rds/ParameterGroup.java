package com.example.lab.rds;

import com.example.lab.assembly.Resource;
import com.example.lab.standin.Lab;
import com.example.lab.standin.StandIn;
import tools.jackson.databind.JsonNode;

/**
 * {@code AWS::RDS::DBClusterParameterGroup} and {@code AWS::RDS::DBParameterGroup}: the
 * parameters with which a cluster or an instance starts PostgreSQL. {@code rds.force_ssl}
 * and {@code rds.logical_replication} do what they do on AWS. Other parameters that only
 * AWS's builds know have no effect in a cluster, and stop an instance.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbparametergroup.html">AWS::RDS::DBParameterGroup</a>
 */
public final class ParameterGroup implements StandIn {

	private final Resource resource;

	private Parameters parameters = Parameters.DEFAULTS;

	/**
	 * Reserves nothing.
	 * @param resource the resource
	 * @param lab its surroundings
	 */
	public ParameterGroup(Resource resource, Lab lab) {
		this.resource = resource;
	}

	@Override
	public String ref() {
		return this.resource.logicalId();
	}

	@Override
	public String attribute(String name) {
		throw new IllegalArgumentException("%s has no %s here".formatted(this.resource.path(), name));
	}

	@Override
	public String address() {
		return "parameters of PostgreSQL";
	}

	@Override
	public void start(JsonNode properties) {
		this.parameters = Parameters.of(properties.path("Parameters"));
	}

	@Override
	public void close() {
		// Nothing runs.
	}

	Parameters parameters() {
		return this.parameters;
	}

}
