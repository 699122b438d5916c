import { redirect } from 'next/navigation';

export default async function ProjectPage(props: { params: Promise<{ project: string }> }) {
  redirect(`/${encodeURIComponent((await props.params).project)}/board`);
}
