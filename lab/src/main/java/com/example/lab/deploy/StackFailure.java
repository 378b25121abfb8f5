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
		if (lower.contains("account must be verified")) {
			return "CloudFront waits until AWS has verified a new account. Open a case with AWS Support as the message says, and deploy again when it is answered.";
		}
		if (lower.matches("(?s).*(limit ?exceeded|quota|maximum number|limit for|reached the limit|too ?many).*")) {
			return "A quota of the account is reached: raise it (AWS console, Service Quotas) or delete what you do not need, or use another Region.";
		}
		if (lower.matches(
				"(?s).*(already exist|already in use|already taken|is taken|name is not available|already associated).*")) {
			return "The name is in use, perhaps by a leftover of an earlier stack: %s finds and deletes leftovers."
				.formatted(target.command("destroy"));
		}
		if (this.type.equals("AWS::CloudFront::VpcOrigin") && lower.contains("zone")) {
			return "CloudFront has no VPC origins in one of these Availability Zones. The README of the stage names them; use another Region.";
		}
		if (lower.matches("(?s).*(not authorized|access ?denied|unauthorized).*")) {
			return "The role that deploys lacks the permission. Use one with administrator access to a sandbox account.";
		}
		if (lower.matches("(?s).*(insufficient|capacity|not supported in|unsupported|not available).*")) {
			return "The Region cannot provide this now. Try again later, or use another Region.";
		}
		return "The message from AWS above shows what to change.";
	}

}
