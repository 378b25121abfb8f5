package com.example.lab.aws.cloudfront;

import java.util.Optional;

import com.example.lab.standin.LabContext;
import com.example.lab.standin.StandIn;

/** The policies that behaviors name: those of the template, and AWS's own. */
@FunctionalInterface
interface Policies {

	/** What {@code Ref} gives for stand-ins of the stack. */
	Iterable<? extends StandIn> standIns();

	/** Those of a stack. */
	static Policies of(LabContext lab) {
		return () -> lab.standIns().values();
	}

	/** A stand-in by what {@code Ref} gives for it. */
	default <T extends StandIn> Optional<T> find(Class<T> type, String ref) {
		for (StandIn each : standIns()) {
			if (type.isInstance(each) && each.ref().equals(ref)) {
				return Optional.of(type.cast(each));
			}
		}
		return Optional.empty();
	}

	default CacheSettings cache(Settings where, String id) {
		return CacheSettings.managed(id)
			.or(() -> find(CachePolicy.class, id).map(CachePolicy::value))
			.orElseThrow(() -> unknown(where, "CachePolicyId", id));
	}

	default ForwardSettings forward(Settings where, String id) {
		return ForwardSettings.managed(id)
			.or(() -> find(OriginRequestPolicy.class, id).map(OriginRequestPolicy::value))
			.orElseThrow(() -> unknown(where, "OriginRequestPolicyId", id));
	}

	default ResponseSettings response(Settings where, String id) {
		return ResponseSettings.managed(id)
			.or(() -> find(ResponseHeadersPolicy.class, id).map(ResponseHeadersPolicy::value))
			.orElseThrow(() -> unknown(where, "ResponseHeadersPolicyId", id));
	}

	private static IllegalArgumentException unknown(Settings where, String name, String id) {
		return where.wrong(name,
				"'%s' is no policy of the template and none of AWS's own that the lab knows".formatted(id));
	}

}
