package com.example.docs.architecture;

import java.util.List;
import java.util.Set;

import com.example.lab.assembly.Resource;

/** What the policies of a template let the roles of its servers use. */
final class Permissions {

	private final References references;

	private final List<Resource> policies;

	Permissions(List<Resource> resources, References references) {
		this.references = references;
		this.policies = resources.stream().filter((resource) -> resource.type().equals("AWS::IAM::Policy")).toList();
	}

	/**
	 * Whether a server may use a resource.
	 */
	boolean allow(Resource server, Resource used) {
		Set<String> reachable = this.references.reachableFrom(server);
		return this.policies.stream()
			.filter((policy) -> this.references.in(policy.properties().path("Roles"))
				.stream()
				.anyMatch(reachable::contains))
			.anyMatch((policy) -> this.references.in(policy.properties().path("PolicyDocument"))
				.contains(used.logicalId()));
	}

}
