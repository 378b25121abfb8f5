package com.example.lab.deploy;

import java.time.Instant;
import java.util.Locale;

/**
 * Why a stack failed.
 *
 * @param resource the construct path of the resource that did
 * @param type its type
 * @param reason in the words of AWS
 * @param time when
 */
record StackFailure(String resource, String type, String reason, Instant time) {

	/**
	 * For a person.
	 */
	String told(Target target) {
		return "%s (%s): %s%n%s".formatted(this.resource, this.type, this.reason, advice(target));
	}

	/**
	 * What a person can do about it.
	 */
	String advice(Target target) {
		String lower = this.reason.toLowerCase(Locale.ROOT);
		if (lower.matches("(?s).*(limit ?exceeded|quota|maximum number|limit for|reached the limit|too many).*")) {
			return "A quota of the account is reached: raise it (AWS console, Service Quotas) or delete what you do not need, or take another Region.";
		}
		if (lower.matches("(?s).*(already exist|already in use|already taken|is taken|name is not available).*")) {
			return "The name is taken, perhaps by what an earlier stack has left: %s looks for that and takes it away."
				.formatted(target.command("destroy"));
		}
		if (lower.matches("(?s).*(not authorized|access ?denied|unauthorized).*")) {
			return "The role that deploys may not do that. Use one with administrator access to a sandbox account.";
		}
		if (lower.matches("(?s).*(insufficient|capacity|not supported in|unsupported|not available).*")) {
			return "The Region cannot give this now: try again later, or take another Region.";
		}
		return "The words of AWS above say what to change.";
	}

}
