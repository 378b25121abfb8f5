package com.example.postcards.infra;

import software.amazon.awscdk.services.ec2.AmazonLinuxCpuType;
import software.constructs.Construct;

/**
 * The processors that a server has: 2 vCPUs and 2 GB of memory of either kind.
 */
enum Architecture {

	ARM64("t4g.small", AmazonLinuxCpuType.ARM_64),

	/** About a quarter dearer. */
	X86_64("t3.small", AmazonLinuxCpuType.X86_64);

	private final String instanceType;

	private final AmazonLinuxCpuType cpuType;

	Architecture(String instanceType, AmazonLinuxCpuType cpuType) {
		this.instanceType = instanceType;
		this.cpuType = cpuType;
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

	AmazonLinuxCpuType cpuType() {
		return this.cpuType;
	}

}
