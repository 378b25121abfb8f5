package com.example.postcards.infra;

import java.util.List;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;
import software.constructs.IConstruct;

/**
 * The AWS Solutions rules of cdk-nag, checked at each synthesis. A finding that is not
 * accepted here is an error, which ends the synthesis.
 */
final class SecurityChecks {

	/** What is accepted, each with its reason. */
	static final List<Accepted> ACCEPTED = List.of(new Accepted("Releases", "AwsSolutions-S1",
			"This bucket is read once a release; a second bucket for its logs costs more work than it is worth."));

	private SecurityChecks() {
	}

	/**
	 * Checks a stack at its synthesis.
	 */
	static void addTo(Stack stack) {
		ACCEPTED.forEach((accepted) -> accepted.addTo(stack));
		Aspects.of(stack).add(AwsSolutionsChecks.Builder.create().reports(false).build());
	}

	/**
	 * A finding that is accepted.
	 *
	 * @param path of the construct in its stack
	 * @param rule the id of the rule
	 * @param reason why the finding is accepted
	 */
	record Accepted(String path, String rule, String reason) {

		/**
		 * Has no effect on a stack without the construct: an option may leave it out.
		 */
		private void addTo(Stack stack) {
			IConstruct construct = in(stack);
			if (construct != null) {
				NagSuppressions.addResourceSuppressions(construct,
						List.of(NagPackSuppression.builder().id(this.rule).reason(this.reason).build()));
			}
		}

		@Nullable IConstruct in(Stack stack) {
			IConstruct found = stack;
			for (String id : this.path.split("/")) {
				found = (found != null) ? found.getNode().tryFindChild(id) : null;
			}
			return found;
		}

	}

}
