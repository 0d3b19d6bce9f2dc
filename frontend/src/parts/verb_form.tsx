/** A form made from a verb's declared settings. */
import type { SettingTold } from "../server/api";
import { type Fields, shape, standard, title } from "../server/forms";
import { words } from "../words/en";

const w = words.served;

export interface FormProps {
  id: string;
  settings: readonly SettingTold[];
  options: readonly { name: string; title: string }[];
  fields: Fields;
  fault: { field: string; words: string } | null;
  put: (name: string, text: string) => void;
}

export function VerbFields({ id, settings, options, fields, fault, put }: FormProps) {
  return (
    <div class="oa-fields">
      {settings.map((setting) =>
        setting.name === "options" && setting.kind === "names" ? (
          options.length > 0 ? <OptionBoxes key={setting.name} id={id} options={options} text={fields.options ?? ""} put={put} /> : null
        ) : (
          <Field key={setting.name} id={id} setting={setting} text={fields[setting.name] ?? standard(setting)} fault={fault} put={put} />
        ),
      )}
    </div>
  );
}

export function OptionBoxes({
  id,
  options,
  text,
  put,
}: {
  id: string;
  options: readonly { name: string; title: string }[];
  text: string;
  put: (name: string, text: string) => void;
}) {
  const chosen = text.split(",").filter((word) => word !== "");
  return (
    <fieldset class="oa-options">
      <legend>{w.options}</legend>
      {options.map((option) => (
        <label key={option.name} title={option.title}>
          <input
            type="checkbox"
            name={`${id}-options`}
            checked={chosen.includes(option.name)}
            onChange={(event) => {
              const others = chosen.filter((name) => name !== option.name);
              put("options", (event.currentTarget.checked ? [...others, option.name] : others).join(","));
            }}
          />
          {option.name}
        </label>
      ))}
    </fieldset>
  );
}

interface FieldProps {
  id: string;
  setting: SettingTold;
  text: string;
  fault: { field: string; words: string } | null;
  put: (name: string, text: string) => void;
}

function Field({ id, setting, text, fault, put }: FieldProps) {
  const mark = `${id}-${setting.name}`;
  const bad = fault?.field === setting.name ? fault.words : null;
  const form = shape(setting);
  const common = {
    id: mark,
    "aria-describedby": bad === null ? `${mark}-about` : `${mark}-fault ${mark}-about`,
    "aria-invalid": bad !== null,
    "aria-required": setting.required,
  };
  return (
    <div class={setting.kind === "flag" ? "oa-field oa-flag" : "oa-field"}>
      <label for={mark}>{title(setting)}</label>
      {setting.kind === "flag" ? (
        <input {...common} type="checkbox" checked={text !== ""} onChange={(event) => { put(setting.name, event.currentTarget.checked ? "yes" : ""); }} />
      ) : setting.choices.length > 0 ? (
        <select {...common} value={text} onChange={(event) => { put(setting.name, event.currentTarget.value); }}>
          {setting.default === null ? <option value="">{w.choose}</option> : null}
          {setting.choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      ) : setting.kind === "table" || setting.kind === "ranges" ? (
        <textarea {...common} rows={4} value={text} onInput={(event) => { put(setting.name, event.currentTarget.value); }} />
      ) : (
        <input
          {...common}
          type="text"
          autocomplete="off"
          inputMode={setting.kind === "whole" || setting.kind === "number" ? "decimal" : "text"}
          value={text}
          onInput={(event) => { put(setting.name, event.currentTarget.value); }}
        />
      )}
      {bad === null ? null : (
        <p id={`${mark}-fault`} class="oa-fault" role="alert">
          {bad}
        </p>
      )}
      <small id={`${mark}-about`}>
        {setting.says}
        {form ? ` (${form})` : ""}
      </small>
    </div>
  );
}
