package com.example.postcards.infra;

import software.amazon.awscdk.services.ec2.AmazonLinuxCpuType;
import software.amazon.awscdk.services.lambda.Architecture;

/**
 * The processors that servers, the database and functions have. Of either kind a server
 * has 2 vCPUs and 2 GB of memory, the database 2 vCPUs and 1 GB.
 */
enum Processor {

	ARM64("t4g.small", "t4g.micro", AmazonLinuxCpuType.ARM_64, Architecture.ARM_64),

	/** About a quarter more expensive. */
	X86_64("t3.small", "t3.micro", AmazonLinuxCpuType.X86_64, Architecture.X86_64);

	private final String instanceType;

	private final String databaseType;

	private final AmazonLinuxCpuType cpuType;

	private final Architecture ofFunctions;

	Processor(String instanceType, String databaseType, AmazonLinuxCpuType cpuType, Architecture ofFunctions) {
		this.instanceType = instanceType;
		this.databaseType = databaseType;
		this.cpuType = cpuType;
		this.ofFunctions = ofFunctions;
	}

	/**
	 * The processor of a name.
	 * @param name as AWS calls the architecture
	 */
	static Processor of(String name) {
		return switch (name) {
			case "arm64" -> ARM64;
			case "x86_64" -> X86_64;
			default -> throw new IllegalArgumentException("architecture is arm64 or x86_64, not " + name);
		};
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

	Architecture ofFunctions() {
		return this.ofFunctions;
	}

}
