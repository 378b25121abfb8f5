package com.example.lab.aws.rds;

import com.example.lab.assembly.Resource;
import com.example.lab.standin.LabContext;
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

	private static final String PARAMETERS = "Parameters";

	private final Resource resource;

	private final LabContext lab;

	private Parameters parameters = Parameters.DEFAULTS;

	/**
	 * Reserves nothing.
	 * @param resource the resource
	 * @param lab its context
	 */
	public ParameterGroup(Resource resource, LabContext lab) {
		this.resource = resource;
		this.lab = lab;
	}

	@Override
	public String ref() {
		return this.resource.logicalId();
	}

	@Override
	public String attribute(String name) {
		throw this.resource.lacks(name);
	}

	@Override
	public String address() {
		return "parameters of PostgreSQL";
	}

	@Override
	public void start(JsonNode properties) {
		this.parameters = Parameters.of(properties.path(PARAMETERS));
	}

	/** A new group with the name of another is in use already. */
	@Override
	public void templateChanged() {
		try {
			tell();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex.getMessage(), ex);
		}
	}

	@Override
	public boolean canChange(String property) {
		return property.equals(PARAMETERS) || property.equals("Tags");
	}

	/**
	 * On AWS a static parameter waits for the next reboot of the database; here all wait
	 * for one, which comes at once.
	 */
	@Override
	public void update(JsonNode properties) throws Exception {
		Parameters before = this.parameters;
		start(properties);
		try {
			tell();
		}
		catch (Exception ex) {
			this.parameters = before;
			throw ex;
		}
	}

	private void tell() throws Exception {
		for (StandIn standIn : this.lab.standIns().values()) {
			if (standIn instanceof DBInstance instance && instance.isIn(ref())) {
				instance.parametersChanged();
			}
			else if (standIn instanceof DBCluster cluster && cluster.isIn(ref())) {
				cluster.parametersChanged();
			}
		}
	}

	@Override
	public void close() {
		// Nothing runs.
	}

	Parameters parameters() {
		return this.parameters;
	}

}
