/** Puts a stage into an AWS account, takes it away, and looks for what is left. */
@NullMarked
package com.example.lab.deploy;

import org.jspecify.annotations.NullMarked;
