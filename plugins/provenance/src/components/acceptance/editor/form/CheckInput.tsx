import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';

export function CheckInput(props: {
  label: string;
  isChecked: boolean;
  onChange(isChecked: boolean): void;
}) {
  return (
    <FormControlLabel
      control={
        <Checkbox
          color="primary"
          size="small"
          checked={props.isChecked}
          onChange={event => props.onChange(event.target.checked)}
        />
      }
      label={props.label}
    />
  );
}
