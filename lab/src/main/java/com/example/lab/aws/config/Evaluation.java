package com.example.lab.aws.config;

import com.example.lab.assembly.Resource;

/**
 * What a rule found about one resource.
 *
 * @param resource the resource's name, such as {@code Key}
 * @param compliance the result
 */
record Evaluation(String resource, Compliance compliance) {

	static Evaluation of(Resource resource, boolean compliant) {
		return new Evaluation(resource.name(), compliant ? Compliance.COMPLIANT : Compliance.NON_COMPLIANT);
	}

	/** The results that AWS Config knows, with its names; the first one decides. */
	enum Compliance {

		NON_COMPLIANT, COMPLIANT, NOT_APPLICABLE

	}

}
