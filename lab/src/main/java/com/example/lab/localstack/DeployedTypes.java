package com.example.lab.localstack;

import java.util.Set;
import java.util.stream.Collectors;

/** The CloudFormation resource types that the pinned LocalStack deploys. */
public final class DeployedTypes {

	private static final Set<String> TYPES = Installation.resource("deployed-types.txt")
		.lines()
		.filter((line) -> !line.startsWith("#"))
		.collect(Collectors.toUnmodifiableSet());

	private DeployedTypes() {
	}

	/**
	 * Whether LocalStack makes resources of a type. It also takes all other types, but
	 * answers with values that mean nothing.
	 * @param type such as {@code AWS::S3::Bucket}
	 * @return true if it really makes them
	 */
	public static boolean deploys(String type) {
		return TYPES.contains(type);
	}

	/**
	 * All of them.
	 * @return the types, in no order
	 */
	public static Set<String> all() {
		return TYPES;
	}

}
