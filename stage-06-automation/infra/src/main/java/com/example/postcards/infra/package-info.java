/**
 * The architecture of Postcards as a CDK application.
 */
@NullMarked
package com.example.postcards.infra;

import org.jspecify.annotations.NullMarked;
