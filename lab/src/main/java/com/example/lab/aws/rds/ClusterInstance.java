package com.example.lab.aws.rds;

import java.io.IOException;
import java.sql.SQLException;

import com.example.lab.assembly.Resource;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import tools.jackson.databind.JsonNode;

/**
 * {@code AWS::RDS::DBInstance} of class {@code db.serverless} in an Aurora cluster: what
 * makes PostgreSQL run on the cluster's data. Performance Insights, monitoring and
 * accessibility from outside have no effect.
 *
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbinstance.html">AWS::RDS::DBInstance</a>
 */
final class ClusterInstance implements StandIn {

	static final String CLUSTER = "DBClusterIdentifier";

	private final Resource resource;

	private final LabContext lab;

	private boolean started;

	/**
	 * Reserves nothing of its own.
	 * @param resource the resource
	 * @param lab its context
	 */
	ClusterInstance(Resource resource, LabContext lab) {
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
			case "Endpoint.Address", "Endpoint.Port" -> cluster(clusterId()).attribute(name);
			default -> throw this.resource.lacks(name);
		};
	}

	@Override
	public String address() {
		return cluster(clusterId()).address();
	}

	@Override
	public void start(JsonNode properties) throws Exception {
		String size = properties.path("DBInstanceClass").asString("");
		if (!size.equals("db.serverless")) {
			throw new IllegalArgumentException(
					"Its class is '%s'; in a cluster the lab runs db.serverless only.".formatted(size));
		}
		cluster(properties.path(CLUSTER).asString()).run(this.resource.name());
		this.started = true;
	}

	@Override
	public boolean canChange(String property) {
		return InstanceProperties.inPlace(property) && !property.equals("DBInstanceClass");
	}

	@Override
	public void update(JsonNode properties) {
		// Nothing of it has an effect here.
	}

	/**
	 * Runs the database of a cluster that has taken the place of another.
	 */
	@Override
	public void templateChanged() {
		if (this.started && this.lab.standIns().get(clusterId()) instanceof DBCluster cluster && cluster.isEmpty()) {
			try {
				cluster.run(this.resource.name());
			}
			catch (IOException | SQLException ex) {
				throw new IllegalStateException(ex.getMessage(), ex);
			}
		}
	}

	@Override
	public void close() {
		// The cluster stops PostgreSQL.
	}

	private String clusterId() {
		return this.resource.properties().path(CLUSTER).path("Ref").asString("");
	}

	private DBCluster cluster(String id) {
		if (this.lab.standIns().get(id) instanceof DBCluster cluster) {
			return cluster;
		}
		throw new IllegalArgumentException(
				"%s is in no cluster of this template; make it a writer of one".formatted(this.resource.path()));
	}

}
