import { zodResolver } from '@hookform/resolvers/zod';
import { FormProvider, useForm } from 'react-hook-form';
import { z } from 'zod';
import { TextField } from '../forms/fields.tsx';
import { Modal } from '../parts/modal.tsx';
import { OperatorName, pickOperator } from '../store/operator.ts';

const schema = z.object({ name: OperatorName });

/** Asks for a name once; from then on it can be picked. */
export function OperatorDialog({ onClose }: Readonly<{ onClose: () => void }>) {
  const form = useForm<{ name: string }>({ defaultValues: { name: '' }, resolver: zodResolver(schema) });
  return (
    <Modal
      title="Who works here?"
      description="The name is kept on this computer and stands beside everything that is done from here."
      onClose={onClose}
    >
      <FormProvider {...form}>
        <form
          noValidate
          onSubmit={(event) =>
            void form.handleSubmit(({ name }) => {
              pickOperator(name);
              onClose();
            })(event)
          }
        >
          <fieldset className="fields">
            <TextField name="name" label="Name" placeholder="Ada" />
          </fieldset>
          <footer className="modal-foot">
            <button type="button" className="button" onClick={onClose}>
              Cancel
            </button>
            <button type="submit" className="button primary">
              Use this name
            </button>
          </footer>
        </form>
      </FormProvider>
    </Modal>
  );
}
