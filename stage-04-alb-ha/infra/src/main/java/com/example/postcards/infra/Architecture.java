package com.example.postcards.infra;

import software.amazon.awscdk.services.ec2.AmazonLinuxCpuType;
import software.constructs.Construct;

/**
 * The processors that servers, the database and functions have. Of either kind a server
 * has 2 vCPUs and 2 GB of memory, the database 2 vCPUs and 1 GB.
 */
enum Architecture {

	ARM64("t4g.small", "t4g.micro", AmazonLinuxCpuType.ARM_64,
			software.amazon.awscdk.services.lambda.Architecture.ARM_64),

	/** About a quarter dearer. */
	X86_64("t3.small", "t3.micro", AmazonLinuxCpuType.X86_64,
			software.amazon.awscdk.services.lambda.Architecture.X86_64);

	private final String instanceType;

	private final String databaseType;

	private final AmazonLinuxCpuType cpuType;

	private final software.amazon.awscdk.services.lambda.Architecture ofFunctions;

	Architecture(String instanceType, String databaseType, AmazonLinuxCpuType cpuType,
			software.amazon.awscdk.services.lambda.Architecture ofFunctions) {
		this.instanceType = instanceType;
		this.databaseType = databaseType;
		this.cpuType = cpuType;
		this.ofFunctions = ofFunctions;
	}

	/**
	 * That of the context value {@code architecture}; without it, Arm.
	 */
	static Architecture of(Construct scope) {
		Object given = scope.getNode().tryGetContext("architecture");
		if (given == null || given.equals("arm64")) {
			return ARM64;
		}
		if (given.equals("x86_64")) {
			return X86_64;
		}
		throw new IllegalArgumentException("architecture is arm64 or x86_64, not " + given);
	}

	String instanceType() {
		return this.instanceType;
	}

	String databaseType() {
		return this.databaseType;
	}

	AmazonLinuxCpuType cpuType() {
		return this.cpuType;
	}

	software.amazon.awscdk.services.lambda.Architecture ofFunctions() {
		return this.ofFunctions;
	}

}
