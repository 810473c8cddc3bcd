# R's times for the same data as discrimination.ts. Usage: Rscript discrimination.R FOLDER ROUNDS -> one JSON line a round.
suppressPackageStartupMessages(library(pROC))
arguments <- commandArgs(TRUE); folder <- arguments[1]; rounds <- as.integer(arguments[2])
large <- read.csv(file.path(folder, "large.csv")); small <- read.csv(file.path(folder, "small.csv"))
curve <- function(y, s) roc(y, s, levels = 0:1, direction = "<", quiet = TRUE)
seconds <- function(f) { gc(FALSE); system.time(f())[[3]] }
plain <- function() {
  a <- small$first[small$label == 1]; b <- small$first[small$label == 0]
  replicate(2000, { i <- sample(a, replace = TRUE); j <- sample(b, replace = TRUE)
    (sum(rank(c(i, j))[seq_along(i)]) - length(i) * (length(i) + 1) / 2) / (length(i) * length(j)) })
}
for (round in seq_len(rounds)) {
  result <- c(
    delong = seconds(function() ci.auc(curve(large$label, large$first), method = "delong")),
    paired = seconds(function() roc.test(curve(large$label, large$first), curve(large$label, large$second), method = "delong")),
    bootstrap = seconds(function() ci.auc(curve(small$label, small$first), method = "bootstrap", boot.n = 2000, progress = "none")),
    bootstrapByRanks = seconds(plain)
  )
  cat("{", paste(sprintf('"%s":%.6f', names(result), result), collapse = ","), "}\n", sep = "")
}
cat(sprintf('{"area":%.17g}\n', as.numeric(auc(curve(large$label, large$first)))))
