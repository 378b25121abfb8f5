package com.example.docs.architecture;

import java.util.List;

import com.example.lab.assembly.Resource;

/** From where the distributions of a template get what they serve. */
final class Origins {

	private final List<Resource> resources;

	private final References references;

	Origins(List<Resource> resources, References references) {
		this.resources = resources;
		this.references = references;
	}

	/**
	 * Whether a resource is an origin of any distribution.
	 */
	boolean include(Resource resource) {
		return this.resources.stream().anyMatch((distribution) -> leads(distribution, resource));
	}

	/**
	 * Whether a resource is a distribution, and another one is an origin of it.
	 */
	boolean leads(Resource distribution, Resource origin) {
		return Icons.isDistribution(distribution)
				&& this.references.resourcesIn(distribution.properties().path("DistributionConfig").path("Origins"))
					.anyMatch(origin::equals);
	}

}
