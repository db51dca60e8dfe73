-- Costs that are computed from tokens and a price list, and more kinds of tokens: heard, spoken, and totals that are not split. Of the
-- runs that are there nothing of it is known until they are folded again (`runline rebuild`).
alter table runs
  add column audio_input_tokens float8,
  add column audio_output_tokens float8,
  add column unsplit_tokens float8,
  add column estimated boolean not null default false;

alter type run_step
  add attribute audio_input_tokens float8,
  add attribute audio_output_tokens float8,
  add attribute unsplit_tokens float8,
  add attribute estimated boolean;
