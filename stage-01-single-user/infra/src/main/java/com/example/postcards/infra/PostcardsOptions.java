package com.example.postcards.infra;

import org.jspecify.annotations.Nullable;

/**
 * What may differ between two deployments of the stack.
 *
 * @param budget what the account may spend in a month, in dollars
 * @param domain a name for the box, or {@code null}
 * @param email where AWS mails about the budget; without it there is no budget alarm
 * @param retain whether the data stays when the stack is deleted: the box and the bucket
 */
record PostcardsOptions(double budget, @Nullable Domain domain, @Nullable String email, boolean retain) {
}
