package com.example.lab.rds;

import com.example.lab.assembly.Resource;
import com.example.lab.standin.Lab;
import com.example.lab.standin.StandIn;
import tools.jackson.databind.JsonNode;

/**
 * {@code AWS::RDS::DBClusterParameterGroup}: the parameters with which a cluster starts
 * PostgreSQL. {@code rds.force_ssl} and {@code rds.logical_replication} do what they do
 * on AWS; other parameters that only Aurora knows have no effect.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbclusterparametergroup.html">AWS::RDS::DBClusterParameterGroup</a>
 */
public final class DBClusterParameterGroup implements StandIn {

	private final Resource resource;

	private ClusterParameters parameters = ClusterParameters.DEFAULTS;

	/**
	 * Reserves nothing.
	 * @param resource the resource
	 * @param lab its surroundings
	 */
	public DBClusterParameterGroup(Resource resource, Lab lab) {
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
		this.parameters = ClusterParameters.of(properties.path("Parameters"));
	}

	@Override
	public void close() {
		// Nothing runs.
	}

	ClusterParameters parameters() {
		return this.parameters;
	}

}
