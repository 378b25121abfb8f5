package com.example.lab.aws.s3;

import com.example.lab.assembly.Resource;
import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;
import tools.jackson.databind.JsonNode;

/**
 * The function, in Python, with which the CDK uploads files on AWS. It has an ARN, and
 * {@link BucketDeployment} does its work.
 */
public final class DeploymentFunction implements StandIn {

	private static final String PREFIX = "CustomCDKBucketDeployment";

	private final Resource resource;

	private final LabContext lab;

	/**
	 * A function that is never called.
	 * @param resource the resource
	 * @param lab its context
	 */
	public DeploymentFunction(Resource resource, LabContext lab) {
		this.resource = resource;
		this.lab = lab;
	}

	/**
	 * Whether a function is the one of the CDK.
	 * @param resource of type {@code AWS::Lambda::Function}
	 * @return true by the name that the CDK gives it
	 */
	public static boolean is(Resource resource) {
		return resource.logicalId().startsWith(PREFIX);
	}

	@Override
	public String ref() {
		return this.resource.logicalId();
	}

	@Override
	public String attribute(String name) {
		if (!name.equals("Arn")) {
			throw this.resource.lacks(name);
		}
		return "arn:aws:lambda:%s:000000000000:function:%s".formatted(this.lab.region(), ref());
	}

	@Override
	public String address() {
		return "not run: the deployments do its work";
	}

	@Override
	public void start(JsonNode properties) {
		// Nothing to run.
	}

	@Override
	public boolean canChange(String property) {
		return true;
	}

	@Override
	public void close() {
		// Nothing runs.
	}

}
